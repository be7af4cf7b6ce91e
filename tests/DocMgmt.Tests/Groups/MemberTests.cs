using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

public class MemberTests(Api api)
{
    [Theory]
    [InlineData("user_id")]
    [InlineData("email")]
    public async Task Somebody_is_taken_in_by_id_or_address(string by)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");

        var response = await alice.AddAsync(group, by == "email" ? new { email = $" {bob.Email.ToUpperInvariant()} " } : new { user_id = bob.Id });

        var member = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/v1/groups/{group}/members/{bob.Id}", response.Headers.Location!.ToString());
        Assert.Equal((bob.Id, bob.Email.Split('@')[0], "member"), (member.GetProperty("user_id").GetInt64(), member.Text("display_name"), member.Text("role")));
        Assert.Equal(2, (await bob.GetJsonAsync($"/v1/groups/{group}")).GetProperty("member_count").GetInt32());
    }

    [Fact]
    public async Task Taking_in_twice_is_once_and_may_make_a_manager()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");

        foreach (var (said, role) in new[] { ((bool?)null, "member"), (null, "member"), (true, "manager"), (null, "manager"), (false, "member"), (false, "member") })
            Assert.Equal(role, (await alice.AddMemberAsync(group, bob, said)).Text("role"));

        Assert.Equal($"{alice.Id} owner, {bob.Id} member", await alice.MembersAsync(group));
    }

    [Fact]
    public async Task Members_have_names_and_no_addresses()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team", carol);
        await alice.AddMemberAsync(group, bob, isManager: true);

        foreach (var user in new[] { alice, bob, carol })
        {
            var answer = await user.GetJsonAsync($"/v1/groups/{group}/members");
            Assert.DoesNotContain("@example.com", answer.ToString(), StringComparison.Ordinal);
            var members = answer.GetProperty("data").EnumerateArray().ToList();
            Assert.Equal([alice.Id, bob.Id, carol.Id], members.Select(m => m.GetProperty("user_id").GetInt64()));
            Assert.All(members, m => Assert.NotEmpty(m.Text("display_name")));
        }
    }

    [Fact]
    public async Task Members_are_listed_page_by_page()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => api.NewUserAsync()));
        var group = await users[0].CreateGroupAsync("Team", users[1..]);

        var listed = new List<long>();
        for (var next = $"/v1/groups/{group}/members?page_size=2"; next.Length > 0;)
        {
            var page = await users[1].GetJsonAsync(next);
            Assert.Equal(5, page.GetProperty("total").GetInt32());
            listed.AddRange(page.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("user_id").GetInt64()));
            next = page.GetProperty("has_next").GetBoolean() ? $"/v1/groups/{group}/members?page_size=2&cursor={Uri.EscapeDataString(page.Text("next_cursor"))}" : "";
        }

        Assert.Equal(users.Select(u => u.Id).Order(), listed);
        var other = await users[0].CreateGroupAsync("Other", users[1]);
        var cursor = (await users[1].GetJsonAsync($"/v1/groups/{group}/members?page_size=2")).Text("next_cursor");
        await (await users[1].GetAsync($"/v1/groups/{other}/members?cursor={Uri.EscapeDataString(cursor)}")).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
    }

    [Fact]
    public async Task The_owner_stays_whatever_is_tried()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");
        await alice.AddMemberAsync(group, bob, isManager: true);

        await (await alice.RemoveMemberAsync(group, alice)).IsProblemAsync(HttpStatusCode.Conflict, "group_owner_stays");
        await (await bob.RemoveMemberAsync(group, alice)).IsProblemAsync(HttpStatusCode.Conflict, "group_owner_stays");
        await (await bob.AddAsync(group, new { user_id = alice.Id, is_manager = false })).IsProblemAsync(HttpStatusCode.Conflict, "group_owner_stays");
        await (await alice.SetManagerAsync(group, alice, false)).IsProblemAsync(HttpStatusCode.Conflict, "group_owner_stays");

        Assert.Equal("owner", (await bob.AddMemberAsync(group, alice)).Text("role"));
        Assert.Equal($"{alice.Id} owner, {bob.Id} manager", await bob.MembersAsync(group));
    }

    [Fact]
    public async Task Somebody_who_is_not_in_it_is_not_found_among_the_members()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");

        await (await alice.SetManagerAsync(group, bob, true)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.RemoveMemberAsync(group, bob)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"user_id": 1, "email": "a@example.com"}""")]
    [InlineData("""{"email": "nonsense"}""")]
    [InlineData("""{"is_manager": "yes", "user_id": 1}""")]
    public async Task One_of_id_and_address_is_needed(string body)
    {
        var alice = await api.NewUserAsync();
        var group = await alice.CreateGroupAsync("Team");
        using var content = new StringContent(body, null, "application/json");

        await (await alice.SendAsync(HttpMethod.Post, $"/v1/groups/{group}/members", content, null)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }
}
