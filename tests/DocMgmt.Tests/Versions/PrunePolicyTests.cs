using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>A folder's policy, who may see and set it, and where it holds.</summary>
public class PrunePolicyTests(Api api)
{
    [Fact]
    public async Task Where_nobody_set_one_there_is_none()
    {
        var alice = await api.NewUserAsync();

        AssertPolicy(await alice.PolicyAsync(await alice.CreateFolderAsync("F")), null, inherited: false, null, null);
    }

    [Fact]
    public async Task The_nearest_policy_holds_whole_until_it_is_removed()
    {
        var alice = await api.NewUserAsync();
        var root = await alice.Service.RootAsync(alice);
        var top = await alice.CreateFolderAsync("top");
        var deep = await alice.CreateFolderAsync("deep", await alice.CreateFolderAsync("middle", top));
        await (await alice.SetPolicyAsync(root, new { keep_newest = 7, keep_daily_days = 30 })).SucceededAsync();

        var set = await (await alice.SetPolicyAsync(top, new { keep_newest = 3 })).SucceededAsync();

        AssertPolicy(set, top, inherited: false, 3, null);
        AssertPolicy(await alice.PolicyAsync(deep), top, inherited: true, 3, null);
        AssertPolicy(await (await alice.SetPolicyAsync(top, new { keep_daily_days = 9 })).SucceededAsync(), top, inherited: false, null, 9);
        for (var round = 0; round < 2; round++)
            AssertPolicy(await (await alice.RemovePolicyAsync(top)).SucceededAsync(), root, inherited: true, 7, 30);
        AssertPolicy(await (await alice.RemovePolicyAsync(root)).SucceededAsync(), null, inherited: false, null, null);
    }

    [Fact]
    public async Task Admins_of_a_folder_see_what_holds_and_not_where_above_it_stands()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        var folder = await alice.CreateFolderAsync("F", top);
        await (await alice.SetPolicyAsync(top, new { keep_newest = 3 })).SucceededAsync();
        await alice.ShareAsync(folder, bob, "admin");

        AssertPolicy(await bob.PolicyAsync(folder), null, inherited: true, 3, null);
        await (await bob.SetPolicyAsync(folder, new { keep_newest = 2 })).SucceededAsync();
        AssertPolicy(await (await bob.RemovePolicyAsync(folder)).SucceededAsync(), null, inherited: true, 3, null);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"keep_newest":0}""")]
    [InlineData("""{"keep_newest":10001}""")]
    [InlineData("""{"keep_daily_days":0,"keep_newest":1}""")]
    [InlineData("""{"keep_daily_days":3651}""")]
    public async Task A_policy_says_something_and_within_bounds(string body)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var sent = JsonDocument.Parse(body).RootElement;

        await (await alice.SetPolicyAsync(folder, sent)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        if (body != "{}") await (await alice.TryPolicyAsync(folder, sent)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        AssertPolicy(await alice.PolicyAsync(folder), null, inherited: false, null, null);
    }

    [Fact]
    public async Task Only_folders_have_one_and_only_admins_set_it()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("a", TestUser.NewContent(), folder)).Id();
        await alice.ShareAsync(folder, bob, "write");

        foreach (var ask in new Func<TestUser, long, Task<HttpResponseMessage>>[]
                 {
                     (u, id) => u.GetAsync($"/v1/items/{id}/version-policy"), (u, id) => u.SetPolicyAsync(id, new { keep_newest = 1 }), (u, id) => u.RemovePolicyAsync(id), (u, id) => u.TryPolicyAsync(id),
                 })
        {
            await (await ask(alice, file)).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
            await (await ask(bob, folder)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            await (await ask(carol, folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task Setting_and_removing_leave_an_event_and_removing_nothing_none()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var path = $"/v1/items/{folder}/version-policy";

        var (_, set) = await alice.Http.AskAsync(HttpMethod.Put, path, new { keep_newest = 4 });
        var (_, removed) = await alice.Http.AskAsync(HttpMethod.Delete, path);
        var (_, nothing) = await alice.Http.AskAsync(HttpMethod.Delete, path);

        var first = Assert.Single(await api.Service.EventsAsync(set));
        Assert.Equal(("update", folder, 4), (first.Action, first.ItemId, first.Metadata.GetProperty("version_policy").GetProperty("keep_newest").GetInt32()));
        Assert.Equal(JsonValueKind.Null, Assert.Single(await api.Service.EventsAsync(removed)).Metadata.GetProperty("version_policy").ValueKind);
        Assert.Empty(await api.Service.EventsAsync(nothing));
    }

    [Fact]
    public async Task A_policy_stays_with_its_folder_in_the_drive_and_does_not_go_to_another_owner_nor_to_a_copy()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (top, to) = (await alice.CreateFolderAsync("top"), await alice.CreateFolderAsync("to"));
        var folder = await alice.CreateFolderAsync("F", top);
        var his = await bob.CreateFolderAsync("his");
        await bob.ShareAsync(his, alice, "write");
        foreach (var id in new[] { top, folder }) await (await alice.SetPolicyAsync(id, new { keep_newest = 3 })).SucceededAsync();

        AssertPolicy(await alice.PolicyAsync((await (await alice.CopyAsync(folder, new { parent_id = to, item_name = "copy" })).SucceededAsync()).Id()), null, inherited: false, null, null);
        await (await alice.MoveAsync(folder, to)).SucceededAsync();
        AssertPolicy(await alice.PolicyAsync(folder), folder, inherited: false, 3, null);
        await (await alice.MoveAsync(folder, top)).SucceededAsync();
        await (await alice.MoveAsync(top, his)).SucceededAsync();

        foreach (var id in new[] { top, folder }) AssertPolicy(await bob.PolicyAsync(id), null, inherited: false, null, null);
    }

    private static void AssertPolicy(JsonElement policy, long? folder, bool inherited, int? newest, int? days)
    {
        Assert.Equal((folder, inherited, newest, days), (Number("folder_id"), policy.GetProperty("inherited").GetBoolean(), (int?)Number("keep_newest"), (int?)Number("keep_daily_days")));
        Assert.Equal(newest is null && days is null, policy.GetProperty("updated_at").ValueKind == JsonValueKind.Null);

        long? Number(string name) => policy.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
    }
}
