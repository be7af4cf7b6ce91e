using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

public class GroupLimitTests(Api api)
{
    private const int MaxGroups = 1_000, MaxMembers = 10_000;

    [Fact]
    public async Task A_user_owns_a_thousand_groups_however_many_they_make_at_once()
    {
        var alice = await api.NewUserAsync();
        await OwnAsync(alice, MaxGroups - 3);

        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => alice.PostAsync("/v1/groups", new { name = $"{i}" })));

        Assert.Equal(3, responses.Count(r => r.StatusCode == HttpStatusCode.Created));
        foreach (var refused in responses.Where(r => r.StatusCode != HttpStatusCode.Created)) await refused.IsProblemAsync(HttpStatusCode.Conflict, "too_many_groups");
        Assert.Equal(MaxGroups, (await alice.GetJsonAsync("/v1/groups?page_size=1")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Being_given_one_counts_and_being_taken_into_others_does_not()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        await OwnAsync(bob, MaxGroups - 1);
        var (first, second) = (await alice.CreateGroupAsync("first", bob), await alice.CreateGroupAsync("second", bob));

        await (await alice.PatchAsync($"/v1/groups/{first}", new { owner_id = bob.Id })).SucceededAsync();

        await (await alice.PatchAsync($"/v1/groups/{second}", new { owner_id = bob.Id })).IsProblemAsync(HttpStatusCode.Conflict, "too_many_groups");
        await (await bob.PatchAsync($"/v1/groups/{first}", new { owner_id = bob.Id })).SucceededAsync(); // theirs already
        await alice.CreateGroupAsync("third", bob);
    }

    [Fact]
    public async Task A_group_has_ten_thousand_members_and_the_last_place_is_taken_once()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, carol) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        var group = await alice.CreateGroupAsync("Everybody");
        await service.ExecuteAsync("""
            WITH made AS (
                INSERT INTO users (email, display_name, password_hash, created_at, updated_at)
                SELECT n || '@many.example', 'Somebody', '', now(), now() FROM generate_series(1, $2) n RETURNING id
            )
            INSERT INTO group_members (group_id, user_id) SELECT $1, id FROM made
            """, group, MaxMembers - 2);

        var responses = await Task.WhenAll(new[] { bob, carol }.Select(u => alice.AddAsync(group, new { user_id = u.Id })));

        Assert.Single(responses, r => r.StatusCode == HttpStatusCode.Created);
        await Assert.Single(responses, r => r.StatusCode != HttpStatusCode.Created).IsProblemAsync(HttpStatusCode.Conflict, "group_full");
        await alice.AddMemberAsync(group, alice); // is in it already
        Assert.Equal(MaxMembers, (await alice.GetJsonAsync($"/v1/groups/{group}")).GetProperty("member_count").GetInt32());
    }

    private Task OwnAsync(TestUser user, int count) => api.Service.ExecuteAsync("""
        WITH made AS (INSERT INTO groups (name, owner_id, created_at) SELECT 'Planted', $1, now() FROM generate_series(1, $2) RETURNING id)
        INSERT INTO group_members (group_id, user_id, is_manager) SELECT id, $1, true FROM made
        """, user.Id, count);
}
