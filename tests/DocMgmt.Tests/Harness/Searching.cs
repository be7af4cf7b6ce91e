using System.Text.Json;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Harness;

/// <summary>Search as users of the API do it.</summary>
internal static class Searching
{
    /// <summary>Has what was planted by statements found, as what is made by requests is.</summary>
    public static async Task IndexPlantedAsync(this TestService service)
    {
        await using var scope = service.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        await mediator.SendAllAsync(after => new IndexItems.Command(after, All: true), CancellationToken.None);
        await mediator.SendAllAsync(after => new IndexTags.Command(after), CancellationToken.None);
    }

    public static Task<JsonElement> SearchAsync(this TestUser user, object body) => user.PostJsonAsync("/v1/search", body);

    /// <summary>The names that are found, in their order.</summary>
    public static async Task<string> FindAsync(this TestUser user, string query) => Names(await user.SearchAsync(new { query, page_size = 100 }));

    public static string Names(JsonElement found) => string.Join(", ", found.GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")));

    /// <summary>The names that are suggested, in their order.</summary>
    public static async Task<string> SuggestAsync(this TestUser user, string typed) =>
        string.Join(", ", (await user.GetJsonAsync($"/v1/search/suggest?q={Uri.EscapeDataString(typed)}")).EnumerateArray().Select(i => i.Text("item_name")));

    /// <summary>A facet's values and their counts, such as <c>image 2, pdf 1</c>.</summary>
    public static string Facet(this JsonElement found, string name) => string.Join(", ",
        found.GetProperty("facets").GetProperty(name).EnumerateArray().Select(v => $"{(v.GetProperty("label").GetString() ?? v.Text("value"))} {v.GetProperty("count")}"));
}
