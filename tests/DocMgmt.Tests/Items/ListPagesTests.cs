using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class ListPagesTests(Api api)
{
    [Theory]
    [InlineData(1, "1 2 3", true)]
    [InlineData(2, "4 5 6", true)]
    [InlineData(3, "7", false)]
    [InlineData(4, "", false)]
    [InlineData(100_000, "", false)]
    public async Task A_page_says_what_it_is_and_how_long_the_list_is(int page, string expected, bool hasNext)
    {
        var alice = await api.NewUserAsync();
        foreach (var n in Enumerable.Range(1, 7)) await alice.CreateFolderAsync($"{n}");

        var list = await alice.GetJsonAsync($"/v1/items?page={page}&page_size=3");

        Assert.Equal(expected, Names(list));
        Assert.Equal((page, 3, 7), (list.GetProperty("page").GetInt32(), list.GetProperty("page_size").GetInt32(), list.GetProperty("total").GetInt32()));
        Assert.Equal(hasNext, list.GetProperty("has_next").GetBoolean());
        Assert.Equal(hasNext ? JsonValueKind.String : JsonValueKind.Null, list.GetProperty("next_cursor").ValueKind);
    }

    [Fact]
    public async Task An_empty_folder_is_an_empty_page_of_none()
    {
        var alice = await api.NewUserAsync();

        foreach (var path in new[] { "/v1/items", $"/v1/items?parent_id={await alice.CreateFolderAsync("F")}&type=file", "/v1/items?starred=true" })
        {
            var response = await alice.GetAsync(path);
            var list = await response.SucceededAsync();
            Assert.Equal((50, false), (list.GetProperty("page_size").GetInt32(), list.GetProperty("has_next").GetBoolean()));
            Assert.False(response.Headers.Contains("Link"));
            if (path == "/v1/items") continue; // it has the folder by now
            Assert.Equal((0, ""), (list.GetProperty("total").GetInt32(), Names(list)));
        }
    }

    [Theory]
    [InlineData("parent")]
    [InlineData("starred")]
    public async Task The_link_to_the_next_page_works_as_given_to_the_end(string kind)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("0");
        foreach (var n in Enumerable.Range(1, 7)) await api.Service.StarAsync(await alice.CreateFolderAsync($"é {n}&=#", folder), alice);
        var (path, seen) = (kind == "parent" ? $"/v1/items?parent_id={folder}&type=folder&page_size=3&page=1" : "/v1/items?starred=true&page_size=3", new List<string>());

        for (string? next = path; next is not null;)
        {
            var response = await alice.GetAsync(next);
            var list = await response.SucceededAsync();
            seen.Add(Names(list));
            Assert.Equal(7, list.GetProperty("total").GetInt32());
            next = Link(response);
            Assert.Equal(list.GetProperty("has_next").GetBoolean(), next is not null);
            if (next is not null) Assert.Contains($"cursor={list.Text("next_cursor")}", next, StringComparison.Ordinal);
        }

        Assert.Equal(["é 1&=# é 2&=# é 3&=#", "é 4&=# é 5&=# é 6&=#", "é 7&=#"], seen);
    }

    [Fact]
    public async Task A_walk_shows_each_item_that_nobody_touched_once_while_others_come_and_go()
    {
        var alice = await api.NewUserAsync();
        var ids = new Dictionary<int, long>();
        foreach (var n in Enumerable.Range(1, 30)) ids[n] = await alice.CreateFolderAsync($"{n * 10}");
        var (random, seen, gone, cursor) = (new Random(7), new List<string>(), new HashSet<int>(), "");

        for (var page = 1; ; page++)
        {
            var list = await alice.GetJsonAsync($"/v1/items?page_size=4{cursor}");
            seen.AddRange(list.GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")));
            Assert.Equal(30, list.GetProperty("total").GetInt32());
            Assert.Equal(page == 1 ? "1" : "null", list.GetProperty("page").GetRawText());
            if (!list.GetProperty("has_next").GetBoolean()) break;
            cursor = $"&cursor={list.Text("next_cursor")}";
            // The last one shown goes away, others anywhere come and go.
            foreach (var n in new[] { int.Parse(seen[^1]) / 10, random.Next(1, 31) })
            {
                if (n > 0 && gone.Add(n)) await api.Service.TrashAsync(ids[n]);
            }

            foreach (var _ in Enumerable.Range(0, 2)) await alice.PostAsync("/v1/items", new { item_name = $"{random.Next(1, 30) * 10 + page % 9 + 1}", type = "folder" });
        }

        var untouched = Enumerable.Range(1, 30).Where(n => !gone.Contains(n)).Select(n => $"{n * 10}");
        Assert.Equal(untouched, seen.Where(name => name.EndsWith('0') && !gone.Contains(int.Parse(name) / 10)));
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_page_and_a_cursor_do_not_go_together()
    {
        var alice = await api.NewUserAsync();

        var problem = await (await alice.GetAsync("/v1/items?page=2&cursor=x")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.True(problem.GetProperty("errors").TryGetProperty("page", out _));
    }

    private static string Names(JsonElement list) => string.Join(' ', list.GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")));

    private static string? Link(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var values)) return null;
        var link = Assert.Single(values);
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
        return link[1..link.IndexOf('>')];
    }
}
