using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

public class GroupRaceTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    [Fact]
    public async Task Sixteen_clients_of_two_managers_never_get_in_each_other_s_way()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");
        await alice.AddMemberAsync(group, bob, isManager: true);
        var others = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.NewUserAsync()));

        var clients = Enumerable.Range(0, 16).Select(async n =>
        {
            var (random, by, answers) = (new Random(n), n % 2 == 0 ? alice : bob, new List<HttpStatusCode>());
            for (var i = 0; i < 20; i++)
            {
                var other = others[random.Next(others.Length)];
                var response = random.Next(8) switch
                {
                    < 4 => await by.AddAsync(group, new { user_id = other.Id }),
                    < 7 => await by.RemoveMemberAsync(group, other),
                    _ => await by.PatchAsync($"/v1/groups/{group}", new { name = $"Team {n}" }),
                };
                answers.Add(response.StatusCode);
            }

            return answers;
        });
        var answers = (await Task.WhenAll(clients)).SelectMany(a => a).ToList();

        Assert.All(answers, a => Assert.True(a is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NotFound, $"{a}"));
        foreach (var other in others) await alice.AddMemberAsync(group, other);
        var members = await alice.GetJsonAsync($"/v1/groups/{group}/members");
        Assert.Equal(others.Select(u => u.Id).Append(alice.Id).Append(bob.Id).Order(), members.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("user_id").GetInt64()));
        Assert.Equal(8, (await bob.GetJsonAsync($"/v1/groups/{group}")).GetProperty("member_count").GetInt32());
    }

    [Fact]
    public async Task Sixteen_clients_who_take_in_the_same_one_get_the_same_member()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");

        var members = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => alice.AddMemberAsync(group, bob)));

        Assert.Single(members.Select(m => m.GetRawText()).Distinct());
        Assert.Equal($"{alice.Id} owner, {bob.Id} member", await alice.MembersAsync(group));
    }

    [Theory]
    [InlineData("UPDATE group_members SET is_manager = false WHERE group_id = $1 AND user_id = $2", HttpStatusCode.Forbidden)]
    [InlineData("DELETE FROM group_members WHERE group_id = $1 AND user_id = $2", HttpStatusCode.NotFound)]
    [InlineData("DELETE FROM groups WHERE id = $1 AND $2 > 0", HttpStatusCode.NotFound)]
    public async Task Who_stopped_being_a_manager_while_they_waited_takes_nobody_in(string meanwhile, HttpStatusCode expected)
    {
        var service = own.Service;
        var (alice, bob, carol) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");
        await alice.AddMemberAsync(group, bob, isManager: true);
        await using var holder = await Holder.OfAsync(service, "SELECT 1 FROM groups WHERE id = $1 FOR NO KEY UPDATE", group);

        var adding = bob.AddAsync(group, new { user_id = carol.Id });
        await Eventually.WaitForLockAsync(service);
        await holder.RunAsync(meanwhile, group, bob.Id);
        await holder.CommitAsync();

        Assert.Equal(expected, (await adding).StatusCode);
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM group_members WHERE user_id = $1", carol.Id));
    }

    [Fact]
    public async Task Two_who_give_the_group_away_at_once_leave_one_owner()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team", bob, carol);

        var given = await Task.WhenAll(new[] { bob, carol }.Select(u => alice.PatchAsync($"/v1/groups/{group}", new { owner_id = u.Id })));

        Assert.Single(given, r => r.StatusCode == HttpStatusCode.OK);
        await Assert.Single(given, r => r.StatusCode != HttpStatusCode.OK).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(2, (await alice.MembersAsync(group)).Split(", ").Count(m => m.EndsWith(" manager", StringComparison.Ordinal) || m.EndsWith(" owner", StringComparison.Ordinal)));
    }
}
