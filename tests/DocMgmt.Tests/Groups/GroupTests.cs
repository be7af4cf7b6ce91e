using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

public class GroupTests(Api api)
{
    [Fact]
    public async Task Who_makes_a_group_owns_it_and_is_in_it()
    {
        var alice = await api.NewUserAsync();

        var response = await alice.PostAsync("/v1/groups", new { name = "  Team e\u0301  " });

        var made = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/v1/groups/{made.Id()}", response.Headers.Location!.ToString());
        Assert.Equal(made.GetRawText(), (await alice.GetJsonAsync($"/v1/groups/{made.Id()}")).GetRawText());
        Assert.Equal(("Team \u00e9", "owner", 1), (made.Text("name"), made.Text("my_role"), made.GetProperty("member_count").GetInt32()));
        Assert.Equal(["created_at", "id", "member_count", "my_role", "name", "owner_id"], made.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal($"{alice.Id} owner", await alice.MembersAsync(made.Id()));
    }

    [Theory]
    [InlineData("""{"name": ""}""")]
    [InlineData("""{"name": "  "}""")]
    [InlineData("""{"name": null}""")]
    [InlineData("""{"name": "a\u0000b"}""")]
    [InlineData("""{"name": "Team\n"}""")]
    [InlineData("""{"name": "a\u0085b"}""")]
    [InlineData("""{"name": "a\ud800"}""")]
    [InlineData("{}")]
    public async Task A_name_that_is_none_is_refused(string body)
    {
        var alice = await api.NewUserAsync();
        var group = await alice.CreateGroupAsync("Team");

        foreach (var (method, path) in new[] { ("POST", "/v1/groups"), ("PATCH", $"/v1/groups/{group}") })
        {
            if (method == "PATCH" && !body.Contains('"' + ": \"", StringComparison.Ordinal)) continue; // there it stays as it is
            using var content = new StringContent(body, null, "application/json");
            var problem = await (await alice.SendAsync(new(method), path, content, null)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
            Assert.True(problem.GetProperty("errors").TryGetProperty("name", out _));
        }

        Assert.Equal("Team", await NamesAsync(alice));
    }

    [Fact]
    public async Task A_name_has_100_characters_at_most()
    {
        var alice = await api.NewUserAsync();

        await (await alice.PostAsync("/v1/groups", new { name = $" {new string('é', 100)} " })).SucceededAsync();

        await (await alice.PostAsync("/v1/groups", new { name = new string('é', 101) })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task All_groups_that_one_is_in_are_listed_by_name_page_by_page()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        foreach (var name in new[] { "team 10", "Team 9" }) await alice.CreateGroupAsync(name);
        await bob.CreateGroupAsync("élan", alice);
        await bob.CreateGroupAsync("elan 2");
        await bob.AddMemberAsync(await bob.CreateGroupAsync("Zoo"), alice, isManager: true);

        Assert.Equal("élan member|Team 9 owner|team 10 owner|Zoo manager", await ListedAsync(alice));
        Assert.Equal("élan owner|elan 2 owner|Zoo owner", await ListedAsync(bob));
        var second = await alice.GetJsonAsync("/v1/groups?page_size=2&page=2");
        Assert.Equal((4, 2, false), (second.GetProperty("total").GetInt32(), second.GetProperty("data").GetArrayLength(), second.GetProperty("has_next").GetBoolean()));
    }

    [Fact]
    public async Task A_new_name_is_found_in_its_place()
    {
        var alice = await api.NewUserAsync();
        await alice.CreateGroupAsync("Birds");
        var group = await alice.CreateGroupAsync("Cats");

        var renamed = await (await alice.PatchAsync($"/v1/groups/{group}", new { name = " Ants " })).SucceededAsync();

        Assert.Equal("Ants", renamed.Text("name"));
        Assert.Equal("Ants|Birds", await NamesAsync(alice));
    }

    private static async Task<string> NamesAsync(TestUser user) =>
        string.Join('|', (await user.GetJsonAsync("/v1/groups")).GetProperty("data").EnumerateArray().Select(g => g.Text("name")));

    /// <summary>By cursor, two at a time.</summary>
    private static async Task<string> ListedAsync(TestUser user)
    {
        var listed = new List<string>();
        for (var next = "/v1/groups?page_size=2"; ;)
        {
            var page = await user.GetJsonAsync(next);
            listed.AddRange(page.GetProperty("data").EnumerateArray().Select(g => $"{g.Text("name")} {g.Text("my_role")}"));
            if (!page.GetProperty("has_next").GetBoolean()) return string.Join('|', listed);
            next = $"/v1/groups?page_size=2&cursor={Uri.EscapeDataString(page.Text("next_cursor"))}";
        }
    }
}
