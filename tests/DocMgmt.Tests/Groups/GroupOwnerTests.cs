using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

public class GroupOwnerTests(Api api)
{
    [Fact]
    public async Task A_group_given_to_another_member_leaves_its_owner_a_manager()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team", bob);

        var given = await (await alice.PatchAsync($"/v1/groups/{group}", new { owner_id = bob.Id, name = "Bob's" })).SucceededAsync();

        Assert.Equal((bob.Id, "manager", "Bob's"), (given.GetProperty("owner_id").GetInt64(), given.Text("my_role"), given.Text("name")));
        Assert.Equal($"{alice.Id} manager, {bob.Id} owner", await bob.MembersAsync(group));
        Assert.Equal(HttpStatusCode.OK, (await alice.RemoveMemberAsync(group, alice)).StatusCode);
        Assert.Equal($"{bob.Id} owner", await bob.MembersAsync(group));
    }

    [Fact]
    public async Task A_group_is_given_only_to_a_member_who_is_not_disabled()
    {
        var (alice, bob, eve) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team", bob);
        await api.Service.DisableAsync(bob);

        foreach (var id in new[] { bob.Id, eve.Id, 999_999_999 })
            await (await alice.PatchAsync($"/v1/groups/{group}", new { owner_id = id })).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "not_a_member");

        Assert.Equal(alice.Id, (await alice.GetJsonAsync($"/v1/groups/{group}")).GetProperty("owner_id").GetInt64());
    }
}
