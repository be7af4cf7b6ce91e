using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Listing;

/// <summary>Reads a list to its end by cursor.</summary>
internal static class Walk
{
    /// <param name="between">Called after each page but the last, with all that was seen so far.</param>
    public static async Task<List<JsonElement>> WalkAsync(this TestUser user, string list, int pageSize, Func<List<JsonElement>, Task>? between = null)
    {
        var (seen, cursor) = (new List<JsonElement>(), "");
        while (true)
        {
            var page = await user.GetJsonAsync($"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page_size={pageSize}{cursor}");
            seen.AddRange(page.GetProperty("data").EnumerateArray());
            if (!page.GetProperty("has_next").GetBoolean()) return seen;
            Assert.Equal(pageSize, page.GetProperty("data").GetArrayLength());
            cursor = $"&cursor={page.Text("next_cursor")}";
            if (between is not null) await between(seen);
        }
    }

    public static IEnumerable<long> Ids(this IEnumerable<JsonElement> items) => items.Select(i => i.Id());
}
