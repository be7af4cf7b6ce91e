using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

public class GroupEventTests(Api api)
{
    [Fact]
    public async Task Every_change_leaves_one_event_about_no_item()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());

        var (response, created) = await alice.Http.AskAsync(HttpMethod.Post, "/v1/groups", new { name = "Team" });
        var group = (await response.SucceededAsync()).Id();
        var (path, member) = ($"/v1/groups/{group}", $"/v1/groups/{group}/members/{bob.Id}");

        Assert.Equal($$"""create {"name": "Team", "group_id": {{group}}}""", await OnlyAsync(created));
        Assert.Equal($$"""update {"name": "New", "group_id": {{group}}, "old_name": "Team", "owner_id": {{alice.Id}}}""", await AskAsync(HttpMethod.Patch, path, new { name = "New" }));
        Assert.Equal(Changed("\"member\""), await AskAsync(HttpMethod.Post, $"{path}/members", new { user_id = bob.Id }));
        Assert.Equal(Changed("\"manager\""), await AskAsync(HttpMethod.Patch, member, new { is_manager = true }));
        Assert.Equal($$"""update {"role": null, "user_id": {{bob.Id}}, "group_id": {{group}}, "old_role": "manager"}""", await AskAsync(HttpMethod.Delete, member));
        Assert.Equal($$"""delete {"name": "New", "group_id": {{group}}}""", await AskAsync(HttpMethod.Delete, path));

        string Changed(string role) => $$"""update {"role": {{role}}, "user_id": {{bob.Id}}, "group_id": {{group}}}""";

        async Task<string> AskAsync(HttpMethod method, string to, object? body = null)
        {
            var (answer, id) = await alice.Http.AskAsync(method, to, body);
            await answer.SucceededAsync();
            return await OnlyAsync(id);
        }

        async Task<string> OnlyAsync(string id)
        {
            var left = Assert.Single(await api.Service.EventsAsync(id));
            Assert.Equal((alice.Id, null, null), (left.UserId, left.ItemId, left.DriveId));
            return $"{left.Action} {left.Metadata.GetRawText()}";
        }
    }

    [Fact]
    public async Task Saying_what_is_so_already_leaves_none()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team", bob);

        foreach (var body in new object[] { new { user_id = bob.Id }, new { user_id = bob.Id, is_manager = false }, new { user_id = alice.Id } })
        {
            var (answer, id) = await alice.Http.AskAsync(HttpMethod.Post, $"/v1/groups/{group}/members", body);
            await answer.SucceededAsync();
            Assert.Empty(await api.Service.EventsAsync(id));
        }
    }

    [Fact]
    public async Task A_replay_tells_of_a_group_only_to_those_who_are_still_in_it()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");
        await alice.AddMemberAsync(group, bob, isManager: true);
        Task<HttpResponseMessage> AddAsync() => bob.PostAsync($"/v1/groups/{group}/members", new { user_id = carol.Id }, "key");
        await (await AddAsync()).SucceededAsync();
        await (await AddAsync()).SucceededAsync();

        await (await alice.RemoveMemberAsync(group, bob)).SucceededAsync();

        await (await AddAsync()).IsProblemAsync(System.Net.HttpStatusCode.NotFound, "not_found");
    }
}
