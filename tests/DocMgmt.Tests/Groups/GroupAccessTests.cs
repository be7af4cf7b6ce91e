using System.Net;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Groups;

/// <summary>Every route about groups × everybody who may come. To whoever is not in it a group does not exist.</summary>
public class GroupAccessTests(Api api)
{
    private static readonly string[] Subjects = ["stranger", "administrator", "former member", "disabled owner", "member", "manager", "owner"];

    private sealed record World(TestUser Subject, TestUser Owner, TestUser Member, TestUser Manager, TestUser Somebody, long Group);

    private static readonly Dictionary<string, (string Needed, HttpStatusCode Done, Func<World, Task<HttpResponseMessage>> Ask)> Routes = new(StringComparer.Ordinal)
    {
        ["list groups"] = ("anybody", HttpStatusCode.OK, w => w.Subject.GetAsync("/v1/groups")),
        ["make one"] = ("anybody", HttpStatusCode.Created, w => w.Subject.PostAsync("/v1/groups", new { name = "x" })),
        ["get it"] = ("member", HttpStatusCode.OK, w => w.Subject.GetAsync($"/v1/groups/{w.Group}")),
        ["list members"] = ("member", HttpStatusCode.OK, w => w.Subject.GetAsync($"/v1/groups/{w.Group}/members")),
        ["rename"] = ("manager", HttpStatusCode.OK, w => w.Subject.PatchAsync($"/v1/groups/{w.Group}", new { name = "x" })),
        ["change nothing"] = ("manager", HttpStatusCode.OK, w => w.Subject.PatchAsync($"/v1/groups/{w.Group}", new { })),
        ["give it away"] = ("owner", HttpStatusCode.OK, w => w.Subject.PatchAsync($"/v1/groups/{w.Group}", new { owner_id = w.Member.Id })),
        ["take somebody in"] = ("manager", HttpStatusCode.Created, w => w.Subject.AddAsync(w.Group, new { user_id = w.Somebody.Id, is_manager = false })),
        ["take in who is there"] = ("manager", HttpStatusCode.Created, w => w.Subject.AddAsync(w.Group, new { user_id = w.Manager.Id })),
        ["take in nobody"] = ("manager", HttpStatusCode.UnprocessableEntity, w => w.Subject.AddAsync(w.Group, new { user_id = 999_999_999 })),
        ["take in a manager"] = ("owner", HttpStatusCode.Created, w => w.Subject.AddAsync(w.Group, new { user_id = w.Somebody.Id, is_manager = true })),
        ["make a member a manager by taking in"] = ("owner", HttpStatusCode.Created, w => w.Subject.AddAsync(w.Group, new { user_id = w.Member.Id, is_manager = true })),
        ["unmake a manager by taking in"] = ("owner", HttpStatusCode.Created, w => w.Subject.AddAsync(w.Group, new { user_id = w.Manager.Id, is_manager = false })),
        ["make a manager"] = ("owner", HttpStatusCode.OK, w => w.Subject.SetManagerAsync(w.Group, w.Member, true)),
        ["unmake a manager"] = ("owner", HttpStatusCode.OK, w => w.Subject.SetManagerAsync(w.Group, w.Manager, false)),
        ["take a member out"] = ("manager", HttpStatusCode.OK, w => w.Subject.RemoveMemberAsync(w.Group, w.Member)),
        ["take a manager out"] = ("owner", HttpStatusCode.OK, w => w.Subject.RemoveMemberAsync(w.Group, w.Manager)),
        ["take the owner out"] = ("manager", HttpStatusCode.Conflict, w => w.Subject.RemoveMemberAsync(w.Group, w.Owner)),
        ["delete it"] = ("owner", HttpStatusCode.OK, w => w.Subject.DeleteGroupAsync(w.Group)),
    };

    public static TheoryData<string, string, HttpStatusCode> Cells()
    {
        var cells = new TheoryData<string, string, HttpStatusCode>();
        foreach (var subject in Subjects)
        {
            foreach (var (route, (needed, done, _)) in Routes)
                cells.Add(subject, route, subject == "disabled owner" ? HttpStatusCode.Unauthorized : needed == "anybody" ? done : Rank(subject) < 0 ? HttpStatusCode.NotFound : Rank(subject) < Rank(needed) ? HttpStatusCode.Forbidden : done);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Who_may_do_what(string subject, string route, HttpStatusCode expected)
    {
        var world = await MakeAsync(subject);
        var before = await StateAsync(world.Group);

        var response = await Routes[route].Ask(world);

        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        if (expected == HttpStatusCode.NotFound) await response.IsProblemAsync(expected, "not_found");
        if (expected == HttpStatusCode.Forbidden) await response.IsProblemAsync(expected, "forbidden");
        if (!response.IsSuccessStatusCode) Assert.Equal(before, await StateAsync(world.Group));
        if (route == "list groups" && response.IsSuccessStatusCode)
            Assert.Equal(Rank(subject) >= 0, (await response.JsonAsync()).GetProperty("data").EnumerateArray().Any(g => g.Id() == world.Group));
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var world = await MakeAsync("owner");
        var asked = Asked.Note();
        foreach (var (_, _, ask) in Routes.Values) await ask(world);
        return asked.Keys;
    }

    [Fact]
    public async Task Everybody_but_the_owner_may_leave()
    {
        var world = await MakeAsync("owner");

        foreach (var user in new[] { world.Member, world.Manager })
        {
            await (await user.RemoveMemberAsync(world.Group, user)).SucceededAsync();
            await (await user.GetAsync($"/v1/groups/{world.Group}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }

        Assert.Equal($"{world.Subject.Id} owner", await world.Subject.MembersAsync(world.Group));
    }

    private static int Rank(string subject) => Array.IndexOf(["member", "manager", "owner"], subject);

    private async Task<World> MakeAsync(string subject)
    {
        var (owner, manager, member, somebody) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var other = subject is "member" or "manager" or "former member" or "stranger" or "administrator" ? await api.NewUserAsync() : owner;
        var group = await owner.CreateGroupAsync("Team", member);
        await owner.AddMemberAsync(group, manager, isManager: true);
        if (subject is "member" or "manager" or "former member") await owner.AddMemberAsync(group, other, isManager: subject != "member");
        if (subject == "former member") await (await owner.RemoveMemberAsync(group, other)).SucceededAsync();
        if (subject == "administrator") await api.Service.ExecuteAsync("UPDATE users SET role = 'administrator' WHERE id = $1", other.Id);
        if (subject == "disabled owner") await api.Service.DisableAsync(other);
        return new(other, owner, member, manager, somebody, group);
    }

    private Task<string?> StateAsync(long group) => api.Service.ScalarAsync<string>("""
        SELECT g::text || (SELECT string_agg(m::text, '' ORDER BY user_id) FROM group_members m WHERE m.group_id = g.id) FROM groups g WHERE g.id = $1
        """, group);
}
