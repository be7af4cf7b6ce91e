using System.Globalization;
using System.Text.Json.Nodes;
using DocMgmt.Api.Hosting;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.OData;
using MediatR;

namespace DocMgmt.Api.OData;

/// <summary>
/// What OData clients (spreadsheets, report builders) read: everything that the caller may read as the set Items. $metadata describes it, so it is not in
/// the OpenAPI document.
/// </summary>
internal static class ODataRoutes
{
    private static readonly string[] OfOne = [Options.Select, ODataFormat.Option];
    private static readonly string[] OfSet = [Options.Filter, Options.OrderBy, Options.Top, Options.Skip, Options.Count, Options.Select, ODataPage.TokenOption, ODataFormat.Option];

    public static void MapOData(this IEndpointRouteBuilder app)
    {
        var odata = app.MapGroup(ODataFormat.Root).ExcludeFromDescription();

        odata.MapGet("", (HttpContext http, PublicAddress address) =>
        {
            ODataOptions.Check(http, ODataFormat.Option);
            return ODataFormat.Json(http, new JsonObject
            {
                ["@odata.context"] = ODataFormat.Context(http, address),
                ["value"] = new JsonArray(new JsonObject { ["name"] = ItemModel.SetName, ["kind"] = "EntitySet", ["url"] = ItemModel.SetName }),
            });
        });

        odata.MapGet("/$metadata", (HttpContext http) =>
        {
            ODataOptions.Check(http, ODataFormat.Option);
            return ODataFormat.Metadata(http);
        });

        odata.MapGet("/Items", async (HttpContext http, PublicAddress address, IMediator mediator, CancellationToken ct) =>
        {
            ODataOptions.Check(http, OfSet);
            var page = ODataPage.Of(http);
            var list = await mediator.Send(new ListReadable.Query(page.Query, null, page.Cursor, page.Count), ct);
            return ODataFormat.Json(http, page.Answer(http, address, list));
        });

        odata.MapGet("/Items/$count", async (HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            ODataOptions.Check(http, Options.Filter);
            var list = await mediator.Send(new ListReadable.Query(new(ODataOptions.Say(http, Options.Filter), Top: "0"), null, null, Count: true), ct);
            return ODataFormat.Text(http, list.Total!.Value.ToString(CultureInfo.InvariantCulture));
        });

        odata.MapGet("/Items({id:long})", async (long id, HttpContext http, PublicAddress address, IMediator mediator, CancellationToken ct) =>
        {
            ODataOptions.Check(http, OfOne);
            var select = new ODataQuery(Select: ODataOptions.Say(http, Options.Select)).ReadSelect();
            var item = await mediator.Send(new GetItem.Query(id), ct);
            var row = ODataPage.Row(item, select);
            row.Insert(0, "@odata.context", ODataFormat.Context(http, address, select, "/$entity"));
            return ODataFormat.Json(http, row);
        });
    }
}
