using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class ListItemsTests(Api api)
{
    [Fact]
    public async Task Items_come_in_the_order_that_people_expect()
    {
        var alice = await api.NewUserAsync();
        string[] expected = ["_draft", "2", "10", "a", "A1", "a2", "a10", "Eclair", "éclair", "Éclair 2", "file 9.txt", "File 10.txt", "z", "日本"];
        foreach (var name in expected.Order(StringComparer.Ordinal)) await alice.CreateFolderAsync(name);

        var list = await alice.GetJsonAsync("/v1/items");

        Assert.Equal(expected, Names(list));
    }

    [Fact]
    public async Task A_list_has_a_folders_own_children_and_says_where_they_are()
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var middle = await alice.CreateFolderAsync("middle", top);
        await alice.CreateFolderAsync("below", middle);
        await alice.UploadAsync("x.pdf", TestUser.NewContent(), middle);
        await api.Service.TrashAsync(await alice.CreateFolderAsync("trashed", middle));

        var list = await alice.GetJsonAsync($"/v1/items?parent_id={middle}");

        Assert.Equal(["below", "x.pdf"], Names(list));
        Assert.Equal(2, list.GetProperty("total").GetInt32());
        foreach (var item in list.GetProperty("data").EnumerateArray())
        {
            Assert.Equal(middle, item.GetProperty("parent_id").GetInt64());
            Assert.Equal($"/top/middle/{item.Text("item_name")}", item.Text("full_path"));
            var itself = await alice.GetJsonAsync($"/v1/items/{item.Id()}");
            foreach (var member in itself.EnumerateObject().Where(m => m.Name != "last_accessed_at"))
                Assert.Equal(member.Value.GetRawText(), item.GetProperty(member.Name).GetRawText());
        }
    }

    [Fact]
    public async Task A_childs_own_grant_counts_in_the_list_too()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var (raised, grouped, ended, plain) = (await alice.CreateFolderAsync("a", folder), await alice.CreateFolderAsync("b", folder),
            await alice.CreateFolderAsync("c", folder), await alice.CreateFolderAsync("d", folder));
        await api.Service.GrantAsync(folder, bob, 1);
        await api.Service.GrantAsync(raised, bob, 2);
        await api.Service.GrantToGroupAsync(grouped, bob, 3);
        await api.Service.GrantAsync(ended, bob, 3, DateTime.UnixEpoch);

        var list = await bob.GetJsonAsync($"/v1/items?parent_id={folder}");

        Assert.Equal(["write", "admin", "read", "read"], list.GetProperty("data").EnumerateArray().Select(i => i.Text("permission_type")));
        Assert.Equal([true, true, false, false], list.GetProperty("data").EnumerateArray().Select(i => i.GetProperty("can_edit").GetBoolean()));
        Assert.Equal(plain, list.GetProperty("data")[3].Id());
    }

    [Theory]
    [InlineData("", "a.txt b B.txt c")]
    [InlineData("&type=file", "a.txt B.txt")]
    [InlineData("&type=folder", "b c")]
    [InlineData("&type=FOLDER", "b c")]
    [InlineData("&starred=true", "a.txt b")]
    [InlineData("&starred=false", "B.txt c")]
    [InlineData("&starred=true&type=folder", "b")]
    [InlineData("&starred=false&type=file&page_size=1", "B.txt")]
    public async Task Filters_choose_by_type_and_by_the_callers_star(string filter, string expected)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var ids = new Dictionary<string, long>();
        foreach (var name in new[] { "a.txt", "b", "B.txt", "c" })
            ids[name] = (await alice.PostJsonAsync("/v1/items", new { item_name = name, type = name.Contains('.') ? "file" : "folder", parent_id = folder })).Id();
        foreach (var name in new[] { "a.txt", "b" }) await api.Service.StarAsync(ids[name], alice);
        await api.Service.GrantAsync(folder, bob, 1);
        await api.Service.StarAsync(ids["c"], bob);

        var list = await alice.GetJsonAsync($"/v1/items?parent_id={folder}{filter}");

        Assert.Equal(expected.Split(' '), Names(list));
        Assert.Equal(expected.Split(' ').Length, list.GetProperty("total").GetInt32());
        foreach (var item in list.GetProperty("data").EnumerateArray()) Assert.Equal(item.Text("item_name") is "a.txt" or "b", item.GetProperty("is_starred").GetBoolean());
    }

    [Theory]
    [InlineData("type=link", "type")]
    [InlineData("type=1", "type")]
    [InlineData("starred=perhaps", "starred")]
    [InlineData("parent_id=x", "parent_id")]
    [InlineData("parent_id=9223372036854775808", "parent_id")]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=99999999999", "page")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("page=1.5", "page")]
    [InlineData("starred=true&page_size=101", "page_size")]
    public async Task A_parameter_that_is_not_as_it_should_be_is_named(string query, string field)
    {
        var alice = await api.NewUserAsync();

        var problem = await (await alice.GetAsync($"/v1/items?{query}")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field)[0].GetString()!);
    }

    private static IEnumerable<string> Names(JsonElement list) => list.GetProperty("data").EnumerateArray().Select(i => i.Text("item_name"));
}
