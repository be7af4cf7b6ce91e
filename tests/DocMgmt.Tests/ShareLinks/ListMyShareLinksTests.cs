using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>The list of all links that one made.</summary>
public class ListMyShareLinksTests(Api api)
{
    private const int Links = 2_500;

    [Fact]
    public async Task A_long_list_is_walked_whole_and_a_page_of_it_costs_a_page()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await service.ExecuteAsync("""
            INSERT INTO share_links (token, item_id, drive_id, level, created_by, created_at)
            SELECT gen_random_uuid(), i.id, i.drive_id, 1, $2, now() FROM items i CROSS JOIN generate_series(1, $3) WHERE i.id = $1
            """, folder, alice.Id, Links);
        await service.ExecuteAsync("ANALYZE share_links");

        var (seen, cursor) = (new List<long>(), "");
        for (var page = 0; ; page++)
        {
            JsonElement list = default;
            var work = await Work.OfAsync(service, async () => list = await alice.GetJsonAsync($"/v1/share-links?page_size=100{cursor}"));
            if (page > 0) Assert.True(work["share_links"].Read <= 2 * 101, $"{work}"); // the first one counts them
            Assert.Equal(Links, list.GetProperty("total").GetInt64());
            Assert.All(list.GetProperty("data").EnumerateArray(), l => Assert.Equal(("F", "folder", "active"), (l.Text("item_name"), l.Text("type"), l.Text("state"))));
            seen.AddRange(list.GetProperty("data").EnumerateArray().Select(l => l.Id()));
            if (!list.GetProperty("has_next").GetBoolean()) break;
            cursor = $"&cursor={Uri.EscapeDataString(list.Text("next_cursor"))}";
        }

        Assert.Equal(seen.Order(), seen);
        Assert.Equal(Links, seen.Distinct().Count());
    }
}
