using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Listing;

public class ListOrderTests(Api api, ITestOutputHelper output)
{
    private static readonly string?[] Types = [null, "file", "folder"];
    private static readonly bool[] Either = [false, true];

    public static TheoryData<string> Orders => [.. PlantedRows.Orders];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Each_order_is_what_it_says_by_cursor_and_by_page(string order)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var planted = await PlantedRows.PlantAsync(api.Service, folder, new Random(seed), 60);

        foreach (var (foldersFirst, type) in from f in Either from t in Types select (f, t))
        {
            var (expected, list) = (planted.Ordered(order, foldersFirst, type), $"/v1/items/{folder}/children?order={order}&folders_first={foldersFirst}{(type is null ? "" : $"&type={type}")}");
            Assert.Equal(expected, (await alice.WalkAsync(list, 7)).Ids());
            var second = await alice.GetJsonAsync($"{list}&page=2&page_size=5");
            Assert.Equal(expected.Skip(5).Take(5), second.GetProperty("data").EnumerateArray().Ids());
            Assert.Equal(expected.Count, second.GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task The_stars_and_all_that_is_below_come_in_each_order_too()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var planted = await PlantedRows.PlantAsync(api.Service, folder, new Random(seed), 30);
        foreach (var row in planted.Rows) await api.Service.StarAsync(row.Id, alice);

        foreach (var (order, foldersFirst) in from o in PlantedRows.Orders from f in Either select (o, f))
        {
            var (expected, by) = (planted.Ordered(order, foldersFirst), $"order={order}&folders_first={foldersFirst}");
            foreach (var list in new[] { $"/v1/items/starred?{by}", $"/v1/items?starred=true&{by}", $"/v1/items?parent_id={folder}&starred=true&{by}", $"/v1/items?parent_id={folder}&recursive=true&{by}" })
                Assert.Equal(expected, (await alice.WalkAsync(list, 7)).Ids());
        }
    }

    [Fact]
    public async Task Without_an_order_a_folder_is_listed_by_name_and_types_are_mixed()
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("a", TestUser.NewContent());
        await alice.CreateFolderAsync("b");

        Assert.Equal(["a", "b"], (await alice.WalkAsync("/v1/items", 1)).Select(i => i.Text("item_name")));
        Assert.Equal(["b", "a"], (await alice.WalkAsync("/v1/items?folders_first=true", 1)).Select(i => i.Text("item_name")));
    }

    [Theory]
    [InlineData("colour")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--name")]
    [InlineData("Name")]
    [InlineData("name,size")]
    [InlineData("name desc")]
    [InlineData("id")]
    public async Task An_order_that_there_is_not_is_refused(string order)
    {
        var alice = await api.NewUserAsync();

        foreach (var list in new[] { "/v1/items?", "/v1/items/starred?", $"/v1/items/{await alice.CreateFolderAsync("F")}/children?" })
        {
            var problem = await (await alice.GetAsync($"{list}order={Uri.EscapeDataString(order)}")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
            Assert.True(problem.GetProperty("errors").TryGetProperty("order", out _));
        }
    }

    [Fact]
    public async Task The_total_is_left_out_where_it_is_not_asked_for()
    {
        var alice = await api.NewUserAsync();
        foreach (var n in Enumerable.Range(1, 3)) await api.Service.StarAsync(await alice.CreateFolderAsync($"{n}"), alice);

        foreach (var (list, usual) in new[] { ("/v1/items?", true), ("/v1/items?recursive=true&", true), ("/v1/items/starred?", true), ("/v1/items/recent?", false) })
        {
            foreach (var (asked, expected) in new[] { ("", usual), ("$count=true&", true), ("$count=false&", false) })
            {
                var first = await alice.GetJsonAsync($"{list}{asked}page_size=2");
                var next = await alice.GetJsonAsync($"{list}{asked}page_size=2&cursor={first.Text("next_cursor")}");
                foreach (var page in new[] { first, next }) Assert.Equal(expected ? "3" : "null", page.GetProperty("total").GetRawText());
            }
        }
    }
}
