using System.Text.Json;
using System.Text.Json.Nodes;
using DocMgmt.Api.Hosting;
using DocMgmt.Api.Rest;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.OData;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.Http.Extensions;

namespace DocMgmt.Api.OData;

/// <summary>
/// A page of the set: the server shows at most 100 items and leads on by @odata.nextLink, until there are as many as $top asked for. The link has what is
/// left of $top, and our cursor as $skiptoken.
/// </summary>
/// <param name="Wanted">$top of the whole walk from here on.</param>
internal sealed record ODataPage(ODataQuery Query, string? Cursor, bool Count, long? Wanted, IReadOnlySet<string>? Select)
{
    public const string TokenOption = "$skiptoken";
    private const int PageSize = 100;

    /// <exception cref="Problem">400 <c>query_invalid</c>.</exception>
    public static ODataPage Of(HttpContext http)
    {
        string? Said(string option) => ODataOptions.Say(http, option);
        var query = new ODataQuery(Said(Options.Filter), Said(Options.OrderBy), Said(Options.Top), Said(Options.Skip), Said(Options.Count), Said(Options.Select));
        var (select, count, wanted) = (query.ReadSelect(), query.ReadCount() ?? false, query.ReadTop());
        return new(query with { Top = $"{Math.Min(wanted ?? PageSize, PageSize)}" }, Said(TokenOption), count, wanted, select);
    }

    public JsonObject Answer(HttpContext http, PublicAddress address, Paged<ListedItem> list)
    {
        var answer = new JsonObject { ["@odata.context"] = ODataFormat.Context(http, address, Select) };
        if (Count) answer["@odata.count"] = list.Total;
        answer["value"] = new JsonArray([.. list.Data.Select(item => Row(item, Select))]);
        var left = Wanted - list.Data.Count;
        if (list.NextCursor is { } cursor && left is null or > 0) answer["@odata.nextLink"] = NextLink(http, address, cursor, left);
        return answer;
    }

    /// <summary>An item as its JSON elsewhere is.</summary>
    public static JsonObject Row(Item item, IReadOnlySet<string>? select)
    {
        var row = JsonSerializer.SerializeToNode(item, Json.Options)!.AsObject();
        if (select is not null) Lists.Keep(row, select);
        return row;
    }

    private static string NextLink(HttpContext http, PublicAddress address, string cursor, long? left)
    {
        string[] replaced = [Options.Top, Options.Skip, TokenOption];
        var query = new QueryBuilder(http.Request.Query.Where(q => !replaced.Any(option => ODataOptions.Is(q.Key, option)))
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""))) { { TokenOption, cursor } };
        if (left is not null) query.Add(Options.Top, $"{left}");
        return $"{address.Of(http.Request)}{http.Request.Path}{query}";
    }
}
