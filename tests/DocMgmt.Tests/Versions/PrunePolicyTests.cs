using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>A folder's policy: what it may say, and where it holds.</summary>
public class PrunePolicyTests(Api api)
{
    [Fact]
    public async Task Where_nobody_set_one_there_is_none()
    {
        var alice = await api.NewUserAsync();

        (await alice.PolicyAsync(await alice.CreateFolderAsync("F"))).IsPolicy(null, inherited: false, null, null);
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

        set.IsPolicy(top, inherited: false, 3, null);
        (await alice.PolicyAsync(deep)).IsPolicy(top, inherited: true, 3, null);
        (await (await alice.SetPolicyAsync(top, new { keep_daily_days = 9 })).SucceededAsync()).IsPolicy(top, inherited: false, null, 9);
        for (var round = 0; round < 2; round++)
            (await (await alice.RemovePolicyAsync(top)).SucceededAsync()).IsPolicy(root, inherited: true, 7, 30);
        (await (await alice.RemovePolicyAsync(root)).SucceededAsync()).IsPolicy(null, inherited: false, null, null);
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
        (await alice.PolicyAsync(folder)).IsPolicy(null, inherited: false, null, null);
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
        var newest = first.Metadata.GetProperty("version_policy").GetProperty("keep_newest").GetInt32();
        Assert.Equal(("update", folder, 4), (first.Action, first.ItemId, newest));
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

        var copy = (await (await alice.CopyAsync(folder, new { parent_id = to, item_name = "copy" })).SucceededAsync()).Id();
        (await alice.PolicyAsync(copy)).IsPolicy(null, inherited: false, null, null);
        await (await alice.MoveAsync(folder, to)).SucceededAsync();
        (await alice.PolicyAsync(folder)).IsPolicy(folder, inherited: false, 3, null);
        await (await alice.MoveAsync(folder, top)).SucceededAsync();
        await (await alice.MoveAsync(top, his)).SucceededAsync();

        foreach (var id in new[] { top, folder }) (await bob.PolicyAsync(id)).IsPolicy(null, inherited: false, null, null);
    }
}
