using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.OData;

/// <summary>The options beside $filter, and what lists take together.</summary>
public class ListQueryTests(Api api)
{
    [Fact]
    public async Task A_filtered_list_is_ordered_skipped_cut_and_counted()
    {
        var alice = await api.NewUserAsync();
        foreach (var (name, size) in new[] { ("a.txt", 5), ("b.txt", 30), ("c.txt", 30), ("d.txt", 10), ("e.pdf", 99) }) await alice.UploadAsync(name, TestUser.NewContent(size));

        var list = await alice.GetJsonAsync("/v1/items?$filter=endswith(item_name,'.txt')&$orderby=size_bytes desc,item_name&$skip=1&$top=2");

        Assert.Equal(["c.txt", "d.txt"], Names(list));
        Assert.Equal(4, list.GetProperty("total").GetInt32());
        Assert.True(list.GetProperty("has_next").GetBoolean());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("page").ValueKind);
        Assert.Equal(2, list.GetProperty("page_size").GetInt32());
    }

    [Fact]
    public async Task A_walk_through_a_filtered_list_shows_each_item_once()
    {
        var alice = await api.NewUserAsync();
        for (var n = 0; n < 23; n++) await alice.PostJsonAsync("/v1/items", new { item_name = $"{n}.{(n % 2 == 0 ? "txt" : "pdf")}", type = "file" });
        const string List = "/v1/items?$filter=endswith(item_name,'.txt')&$orderby=created_at desc&$top=5";
        var (seen, next) = (new List<string>(), List);
        while (next is not null)
        {
            var response = await alice.GetAsync(next);
            var list = await response.SucceededAsync();
            seen.AddRange(Names(list));
            Assert.Equal(12, list.GetProperty("total").GetInt32());
            Assert.Equal(list.GetProperty("has_next").GetBoolean(), response.Headers.Contains("Link"));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"{22 - (2 * n)}.txt"), seen);
    }

    [Fact]
    public async Task A_cursor_of_another_filter_is_refused()
    {
        var alice = await api.NewUserAsync();
        for (var n = 0; n < 3; n++) await alice.CreateFolderAsync($"f{n}");
        foreach (var list in new[] { "/v1/items?", "/v1/items?recursive=true&" })
        {
            var cursor = (await alice.GetJsonAsync($"{list}$filter=id gt 0&$top=1")).Text("next_cursor");

            await alice.GetJsonAsync($"{list}$filter=id gt 0&$top=2&$select=id&cursor={cursor}");
            foreach (var other in new[] { "$filter=id gt 1", "", "$filter=id gt 0&$orderby=id" })
                await (await alice.GetAsync($"{list}{other}&cursor={cursor}")).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
        }
    }

    [Fact]
    public async Task A_selection_leaves_the_other_members_out()
    {
        var alice = await api.NewUserAsync();
        await alice.CreateFolderAsync("f");

        var some = await alice.GetJsonAsync("/v1/items?$select=item_name, tags");
        var all = await alice.GetJsonAsync("/v1/items?$select=*,id");

        Assert.Equal(["item_name", "tags"], Row(some).EnumerateObject().Select(m => m.Name).Order());
        Assert.Equal("f", Row(some).Text("item_name"));
        Assert.Equal(1, some.GetProperty("total").GetInt32());
        Assert.Equal(Row(await alice.GetJsonAsync("/v1/items")).GetRawText(), Row(all).GetRawText());
    }

    [Fact]
    public async Task Nothing_shown_still_counts()
    {
        var alice = await api.NewUserAsync();
        for (var n = 0; n < 3; n++) await alice.CreateFolderAsync($"f{n}");

        var list = await alice.GetJsonAsync("/v1/items?$filter=item_name ne 'f1'&$top=0");

        Assert.Equal(0, list.GetProperty("data").GetArrayLength());
        Assert.Equal(2, list.GetProperty("total").GetInt32());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("next_cursor").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await alice.GetJsonAsync("/v1/items?$filter=item_name ne 'f1'&$count=false")).GetProperty("total").ValueKind);
    }

    [Fact]
    public async Task A_filter_goes_with_each_kind_of_list()
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("top-x");
        var inner = await alice.CreateFolderAsync("inner-x", top);
        foreach (var id in new[] { top, inner, await alice.CreateFolderAsync("y", top), await alice.CreateFolderAsync("deep-x", inner) }) await api.Service.StarAsync(id, alice);
        const string Filter = "$filter=endswith(item_name,'x')";

        Assert.Equal(["top-x"], Names(await alice.GetJsonAsync($"/v1/items?{Filter}")));
        Assert.Equal(["inner-x"], Names(await alice.GetJsonAsync($"/v1/items?parent_id={top}&{Filter}")));
        Assert.Equal(["inner-x"], Names(await alice.GetJsonAsync($"/v1/items/{top}/children?{Filter}")));
        Assert.Equal(["inner-x"], Names(await alice.GetJsonAsync($"/v1/items/{top}/children?{Filter}&starred=true&type=folder")));
        Assert.Equal(["inner-x", "deep-x"], Names(await alice.GetJsonAsync($"/v1/items?parent_id={top}&recursive=true&{Filter}")));
        Assert.Equal(["deep-x", "inner-x"], Names(await alice.GetJsonAsync($"/v1/items?parent_id={top}&recursive=true&{Filter}&$orderby=item_name")));
        Assert.Equal(["deep-x", "inner-x", "top-x"], Names(await alice.GetJsonAsync($"/v1/items?starred=true&{Filter}")));
        Assert.Equal(["top-x", "inner-x", "deep-x"], Names(await alice.GetJsonAsync($"/v1/items/starred?{Filter}&$orderby=item_name desc")));
        Assert.Equal(["inner-x"], Names(await alice.GetJsonAsync($"/v1/items?parent_id={top}&{Filter}&page=1&page_size=1&order=-size&folders_first=true")));
    }

    [Theory]
    [InlineData("$orderby=full_path", "$orderby")]
    [InlineData("$orderby=tolower(item_name)", "$orderby")]
    [InlineData("$orderby=item_name,item_name desc", "$orderby")]
    [InlineData("$orderby=nosuch", "$orderby")]
    [InlineData("$orderby=1", "$orderby")]
    [InlineData("$orderby=", "$orderby")]
    [InlineData("$orderby=item_name;drop", "$orderby")]
    [InlineData("$orderby=item_name&order=name", "$orderby")]
    [InlineData("$top=-1", "$top")]
    [InlineData("$top=101", "$top")]
    [InlineData("$top=9223372036854775807", "$top")]
    [InlineData("$top=1.5", "$top")]
    [InlineData("$top=x", "$top")]
    [InlineData("$top=1&page_size=1", "$top")]
    [InlineData("$top=1&page=1", "$top")]
    [InlineData("$skip=-1", "$skip")]
    [InlineData("$skip=10000001", "$skip")]
    [InlineData("$skip=4294967297", "$skip")]
    [InlineData("$skip=1&page=1", "$skip")]
    [InlineData("$skip=1&cursor=x", "$skip")]
    [InlineData("$select=nosuch", "$select")]
    [InlineData("$select=id,", "$select")]
    [InlineData("$select=tags/x", "$select")]
    [InlineData("$select=", "$select")]
    [InlineData("$filter=id eq 1&$filter=id eq 2", "$filter")]
    [InlineData("$filter=id eq 1&$FILTER=id eq 2", "$filter")]
    [InlineData("$select=id&$select=type", "$select")]
    [InlineData("$orderby=id&$OrderBy=type", "$orderby")]
    [InlineData("$expand=tags", "$expand")]
    [InlineData("$apply=aggregate(size_bytes with sum as s)", "$apply")]
    [InlineData("$search=x", "$search")]
    [InlineData("$nosuch=1", "$nosuch")]
    [InlineData("$skiptoken=x", "$skiptoken")]
    public async Task An_option_that_is_wrong_is_refused_by_its_name(string query, string option)
    {
        var alice = await api.NewUserAsync();

        var problem = await (await alice.GetAsync($"/v1/items?{query}")).IsProblemAsync(HttpStatusCode.BadRequest, "query_invalid");

        Assert.Equal([option], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task A_list_that_takes_no_filter_says_so() =>
        await (await (await api.NewUserAsync()).GetAsync("/v1/items/recent?$filter=id eq 1")).IsProblemAsync(HttpStatusCode.BadRequest, "query_invalid");

    private static JsonElement Row(JsonElement list) => list.GetProperty("data")[0];
    private static List<string> Names(JsonElement list) => list.GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")).ToList();
}
