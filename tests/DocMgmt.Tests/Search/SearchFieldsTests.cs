using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Search;

/// <summary>What stands beside the text: fields, order, pages, facets, highlights.</summary>
public class SearchFieldsTests(Api api)
{
    private static readonly string[] Finance = ["finance"], FinanceAndQ4 = ["Finance", "q4"];
    private static readonly string[] Facets = ["type", "owner", "tag", "month"];

    [Fact]
    public async Task Fields_say_what_operators_say_too()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var first = (await alice.UploadAsync("budget a.pdf", new byte[10])).Id();
        await service.ExecuteAsync("UPDATE items SET created_at = created_at - interval '2 days' WHERE id = $1", first);
        var second = (await alice.UploadAsync("budget b.png", new byte[1000])).Id();
        await alice.CreateFolderAsync("budget c");
        var others = (await bob.UploadAsync("budget d.txt", new byte[100])).Id();
        await bob.ShareAsync(others, alice, "read");
        await alice.CarryAsync(first, "finance", "q4");
        await alice.CarryAsync(second, "finance");
        await (await alice.PatchAsync($"/v1/items/{first}", new { description = "the first one" })).SucceededAsync();
        var now = service.Clock.GetUtcNow().UtcDateTime;
        var (day, then) = ($"{now:yyyy-MM-dd}", $"{now.AddDays(-1):yyyy-MM-ddTHH:mm:ssZ}");

        foreach (var (body, names) in new (object Body, string Names)[]
        {
            (new { query = "budget", type = "file" }, "a b d"), (new { query = "budget", type = "folder" }, "c"), (new { query = "budget", type = "Image" }, "b"), (new { type = "pdf" }, "a"),
            (new { query = "budget", tags = Finance }, "a b"), (new { query = "budget", tags = FinanceAndQ4 }, "a"),
            (new { query = "budget", owner = "me" }, "a b c"), (new { query = "budget", owner = $"{bob.Id}" }, "d"), (new { query = "budget", owner = bob.Email.ToUpperInvariant() }, "d"),
            (new { query = $"budget -owner:{bob.Email}" }, "a b c"), (new { query = "budget", owner = "nobody@example.com" }, ""),
            (new { query = "budget", mime_type = "image/*" }, "b"), (new { query = "budget", mime_type = "text/plain" }, "d"),
            (new { query = "budget", min_size_bytes = 100 }, "b d"), (new { query = "budget", max_size_bytes = 100 }, "a d"), (new { query = "budget", min_size_bytes = 11, max_size_bytes = 999 }, "d"),
            (new { query = "budget", created_before = then }, "a"), (new { query = "budget", created_after = then }, "b c d"),
            (new { query = "budget", updated_after = day }, "a b c d"), (new { query = "budget", updated_before = day }, ""), (new { query = $"budget after:{day}" }, "a b c d"),
            (new { query = $"budget before:{now.AddYears(1):yyyy} after:{now:yyyy-MM}" }, "a b c d"), (new { query = $"budget before:{then}" }, ""),
            (new { parent_id = await service.RootAsync(alice), query = "budget" }, "a b c"), (new { query = "first budget" }, "a"),
        })
        {
            var found = Searching.Names(await alice.SearchAsync(body)).Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(n => n[7..8]).Order();
            Assert.True(names == string.Join(' ', found), $"{JsonSerializer.Serialize(body)}: {string.Join(' ', found)}");
        }

        var facets = await alice.SearchAsync(new { query = "budget", facets = Facets });
        Assert.Equal("folder 1, image 1, pdf 1, text 1", facets.Facet("type"));
        Assert.Equal("finance 2, q4 1", facets.Facet("tag"));
        Assert.Equal([3L, 1L], facets.GetProperty("facets").GetProperty("owner").EnumerateArray().Select(v => v.GetProperty("count").GetInt64()));
        Assert.Equal($"{now:yyyy-MM} 4", facets.Facet("month"));
        Assert.Equal(JsonValueKind.Null, (await alice.SearchAsync(new { query = "budget" })).GetProperty("facets").ValueKind);
        Assert.Equal(4, facets.GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Hits_come_in_any_order_and_a_walk_has_each_of_them_once()
    {
        var alice = await api.NewUserAsync();
        var made = new List<string>();
        for (var n = 0; n < 25; n++)
        {
            var name = n % 5 == 0 ? $"walnut {n}" : $"{n} walnut {new string('x', n)}";
            await alice.UploadAsync(name, new byte[100 - n]);
            made.Add(name);
        }

        foreach (var order in new[] { null, "relevance", "name", "-name", "size", "-size", "updated_at", "-updated_at", "created_at", "-created_at" })
        {
            var whole = Searching.Names(await alice.SearchAsync(new { query = "walnut", page_size = 100, order })).Split(", ");
            var walked = new List<string>();
            string? cursor = null;
            do
            {
                var page = await alice.SearchAsync(new { query = "walnut", page_size = 7, order, cursor });
                Assert.Equal(25, page.GetProperty("total").GetInt64());
                Assert.Equal(page.GetProperty("next_cursor").ValueKind == JsonValueKind.String, page.GetProperty("has_next").GetBoolean());
                walked.AddRange(Searching.Names(page).Split(", "));
                cursor = page.GetProperty("next_cursor").GetString();
            }
            while (cursor is not null);

            Assert.Equal(made.Order(), whole.Order());
            Assert.Equal(whole, walked);
            var pages = await Task.WhenAll(Enumerable.Range(1, 4).Select(page => alice.SearchAsync(new { query = "walnut", page_size = 7, order, page })));
            Assert.Equal(whole, pages.SelectMany(p => Searching.Names(p).Split(", ")));
        }

        Assert.Equal("walnut 20, walnut 15, walnut 10, walnut 5, walnut 0", string.Join(", ", Searching.Names(await alice.SearchAsync(new { query = "walnut" })).Split(", ").Take(5)));
        Assert.StartsWith("24 walnut", Searching.Names(await alice.SearchAsync(new { query = "walnut", order = "size" })), StringComparison.Ordinal);
        var other = (await alice.SearchAsync(new { query = "walnut", page_size = 7 })).Text("next_cursor");
        await (await alice.PostAsync("/v1/search", new { query = "walnut", tags = Finance, page_size = 7, cursor = other })).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
        await (await alice.PostAsync("/v1/search", new { query = "walnut x", page_size = 7, cursor = other })).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
        await (await alice.PostAsync("/v1/search", new { query = "walnut", order = "name", cursor = other })).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
        await (await (await api.NewUserAsync()).PostAsync("/v1/search", new { query = "walnut", cursor = other })).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
    }

    [Fact]
    public async Task A_walk_through_what_is_found_with_a_typo_goes_on_so()
    {
        var alice = await api.NewUserAsync();
        for (var n = 0; n < 5; n++) await alice.UploadAsync($"pistachio {n}", [1]);

        var first = await alice.SearchAsync(new { query = "pistacchio", page_size = 3 });
        await alice.UploadAsync("pistacchio", [1]); // what was typed is there by now
        var second = await alice.SearchAsync(new { query = "pistacchio", page_size = 3, cursor = first.Text("next_cursor") });

        Assert.Equal((true, 5), (first.GetProperty("is_fuzzy").GetBoolean(), first.GetProperty("total").GetInt32()));
        Assert.StartsWith("pistachio 1, pistachio 0", Searching.Names(second), StringComparison.Ordinal);
        Assert.True(second.GetProperty("is_fuzzy").GetBoolean());
        var exact = await alice.SearchAsync(new { query = "pistacchio" });
        Assert.Equal(("pistacchio", false), (Searching.Names(exact), exact.GetProperty("is_fuzzy").GetBoolean()));
    }

    [Theory]
    [InlineData("budget rep", "Q4_<Budget>-<Report> 2024.pdf | The <budget> of all | ")]
    [InlineData("\"of all\"", "Q4_Budget-Report 2024.pdf | The budget <of> <all> | ")]
    [InlineData("team", "Q4_Budget-Report 2024.pdf | The budget of all | Team Süd")]
    [InlineData("budjet", "Q4_<Budget>-Report 2024.pdf | The <budget> of all | ")]
    [InlineData("type:pdf -x", null)]
    public async Task Where_the_words_stand_is_told(string query, string? expected)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("Q4_Budget-Report 2024.pdf", [1])).Id();
        await alice.CarryAsync(file, "Team Süd");
        await (await alice.PatchAsync($"/v1/items/{file}", new { description = "The budget of all" })).SucceededAsync();

        var hit = (await alice.SearchAsync(new { query })).GetProperty("data")[0];

        var highlights = hit.GetProperty("highlights");
        Assert.Equal(expected, highlights.ValueKind == JsonValueKind.Null ? null : string.Join(" | ",
            Marked(hit.Text("item_name"), highlights.GetProperty("item_name")), Marked(hit.Text("description"), highlights.GetProperty("description")),
            string.Join(", ", highlights.GetProperty("tags").EnumerateArray().Select(t => t.GetString()))));
    }

    [Fact]
    public async Task Signs_are_marked_wherever_in_a_long_run_they_stand()
    {
        var alice = await api.NewUserAsync();
        var signs = string.Concat(Enumerable.Range(0, 150).Select(n => (char)(0x5E00 + n)));
        var file = (await alice.UploadAsync("signs", [1])).Id();
        await (await alice.PatchAsync($"/v1/items/{file}", new { description = signs })).SucceededAsync();

        foreach (var at in new[] { 0, 31, 50, 63, 64, 100, 147 })
        {
            var places = (await alice.SearchAsync(new { query = signs.Substring(at, 3) })).GetProperty("data")[0].GetProperty("highlights").GetProperty("description");
            Assert.Equal($"{signs[..at]}<{signs.Substring(at, 3)}>{signs[(at + 3)..]}", Marked(signs, places));
        }
    }

    private static string Marked(string text, JsonElement places)
    {
        foreach (var place in places.EnumerateArray().Reverse())
        {
            var (offset, length) = (place.GetProperty("offset").GetInt32(), place.GetProperty("length").GetInt32());
            text = $"{text[..offset]}<{text.Substring(offset, length)}>{text[(offset + length)..]}";
        }

        return text;
    }
}
