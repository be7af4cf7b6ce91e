using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

public class GrantPermissionTests(Api api)
{
    private static readonly DateTime Later = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("admin")]
    public async Task A_grant_counts_from_the_next_request_on_and_for_all_below(string level)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var inside = await alice.CreateFolderAsync("inside", folder);
        Assert.Null(await bob.LevelAsync(inside));

        var response = await alice.GrantAsync(folder, new { user_id = bob.Id, permission_type = level, expires_at = Later });

        var grant = await response.SucceededAsync();
        Assert.Equal((HttpStatusCode.Created, $"/v1/items/{folder}/permissions/{grant.Id()}"), (response.StatusCode, $"{response.Headers.Location}"));
        Assert.Equal((folder, bob.Id, level, alice.Id), (Number(grant, "item_id"), Number(grant, "user_id"), grant.Text("permission_type"), Number(grant, "granted_by")));
        Assert.Equal(Later, grant.GetProperty("expires_at").GetDateTime());
        Assert.Equal("Null", $"{grant.GetProperty("group_id").ValueKind}");
        Assert.Equal(level, await bob.LevelAsync(inside));
        Assert.Equal(grant.GetRawText(), Assert.Single(await alice.GrantsAsync(folder)).GetRawText());
    }

    [Fact]
    public async Task A_grant_to_a_group_counts_for_its_members()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var (owned, joined) = (await alice.PlantGroupAsync(bob), await bob.PlantGroupAsync(alice, carol));

        var grant = await (await alice.GrantAsync(folder, new { group_id = owned, permission_type = "write" })).SucceededAsync();
        await (await alice.GrantAsync(folder, new { group_id = joined, permission_type = "read" })).SucceededAsync();

        Assert.Equal((owned, "Null"), (Number(grant, "group_id"), $"{grant.GetProperty("user_id").ValueKind}"));
        Assert.Equal(("write", "read"), (await bob.LevelAsync(folder), await carol.LevelAsync(folder)));
    }

    [Fact]
    public async Task An_e_mail_names_its_user_however_it_is_written()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");

        var grant = await (await alice.GrantAsync(folder, new { email = $" {bob.Email.ToUpperInvariant()} ", permission_type = "read" })).SucceededAsync();

        Assert.Equal(bob.Id, Number(grant, "user_id"));
    }

    [Fact]
    public async Task Granting_again_changes_the_grant_that_is_there()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var group = await alice.PlantGroupAsync(carol);
        await alice.ShareAsync(folder, carol, "admin");

        foreach (var grantee in new object[] { new { user_id = bob.Id, permission_type = "admin" }, new { group_id = group, permission_type = "admin" } })
        {
            var first = await (await alice.GrantAsync(folder, grantee)).SucceededAsync();
            object lower = grantee.ToString()!.Contains("user_id", StringComparison.Ordinal)
                ? new { user_id = bob.Id, permission_type = "read", expires_at = Later }
                : new { group_id = group, permission_type = "read", expires_at = Later };
            var response = await carol.GrantAsync(folder, lower);
            var again = await response.SucceededAsync();

            Assert.Equal((HttpStatusCode.Created, first.Id(), "read", Later), (response.StatusCode, again.Id(), again.Text("permission_type"), again.GetProperty("expires_at").GetDateTime()));
            Assert.Equal((alice.Id, first.Text("created_at")), (Number(again, "granted_by"), again.Text("created_at")));
        }

        Assert.Equal("read", await bob.LevelAsync(folder));
        Assert.Equal(3, (await alice.GrantsAsync(folder)).Count);
    }

    [Fact]
    public async Task A_grant_ends_by_the_clock_and_is_then_made_anew()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var first = await alice.ShareAsync(folder, bob, "write", service.Clock.GetUtcNow().UtcDateTime.AddMinutes(1));
        Assert.Equal("write", await bob.LevelAsync(folder));

        service.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(await bob.LevelAsync(folder));
        Assert.Empty(await alice.GrantsAsync(folder));
        await (await alice.ChangeGrantAsync(folder, first.Id(), new { permission_type = "read" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.RevokeAsync(folder, first.Id())).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        var second = await alice.ShareAsync(folder, bob, "read");
        Assert.NotEqual(first.Id(), second.Id());
        Assert.Equal("read", await bob.LevelAsync(folder));
    }

    [Fact]
    public async Task Of_many_grants_to_one_grantee_at_once_one_is_left()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.ShareAsync(folder, carol, "admin");

        var grants = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => (n % 2 == 0 ? alice : carol).ShareAsync(folder, bob, n % 3 == 0 ? "read" : "write")));

        Assert.Single(grants.Select(g => g.Id()).Distinct());
        Assert.Equal(1, await api.Service.ScalarAsync<long>("SELECT count(*) FROM permissions WHERE item_id = $1 AND user_id = $2", folder, bob.Id));
    }

    private static long Number(System.Text.Json.JsonElement json, string member) => json.GetProperty(member).GetInt64();
}
