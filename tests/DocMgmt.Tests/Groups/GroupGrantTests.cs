using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

/// <summary>What is granted to a group counts for those who are in it, and for nobody else from the very next request on.</summary>
public class GroupGrantTests(Api api)
{
    [Fact]
    public async Task A_grant_counts_for_who_is_taken_in_and_ends_when_they_go()
    {
        var (alice, bob, eve, folder) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync(), await FolderAsync());
        var group = await alice.CreateGroupAsync("Team");
        await api.Service.GrantToAsync(folder, group, 2);

        await SeesAsync(bob, folder, false);
        await alice.AddMemberAsync(group, bob);
        await SeesAsync(bob, folder, true);
        await SeesAsync(alice, folder, true);
        await (await alice.RemoveMemberAsync(group, bob)).SucceededAsync();
        await SeesAsync(bob, folder, false);

        await alice.AddMemberAsync(group, bob);
        await (await bob.RemoveMemberAsync(group, bob)).SucceededAsync();
        await SeesAsync(bob, folder, false);
        await SeesAsync(eve, folder, false);
    }

    [Fact]
    public async Task A_deleted_group_takes_its_grants_with_it_and_no_others()
    {
        var (alice, bob, folder) = (await api.NewUserAsync(), await api.NewUserAsync(), await FolderAsync());
        var (group, other) = (await alice.CreateGroupAsync("Team", bob), await alice.CreateGroupAsync("Other"));
        foreach (var id in new[] { group, other }) await api.Service.GrantToAsync(folder, id, 1);

        await (await alice.DeleteGroupAsync(group)).SucceededAsync();

        await SeesAsync(bob, folder, false);
        await SeesAsync(alice, folder, true);
        await (await alice.GetAsync($"/v1/groups/{group}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(1, await api.Service.ScalarAsync<long>("SELECT count(*) FROM permissions WHERE item_id = $1", folder));
        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM group_members WHERE group_id = $1", group));
    }

    private async Task<long> FolderAsync() => await (await api.NewUserAsync()).CreateFolderAsync("Shared");

    private static async Task SeesAsync(TestUser user, long folder, bool sees) =>
        Assert.Equal(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await user.GetAsync($"/v1/items/{folder}")).StatusCode);
}
