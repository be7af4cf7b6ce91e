using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

public class ChangePermissionTests(Api api)
{
    private static readonly DateTime Later = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_new_level_counts_from_the_next_request_on_and_what_is_left_out_stays()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var grant = await alice.ShareAsync(folder, bob, "write", Later);

        var changed = await (await alice.ChangeGrantAsync(folder, grant.Id(), new { permission_type = "read" })).SucceededAsync();

        Assert.Equal((grant.Id(), "read", Later), (changed.Id(), changed.Text("permission_type"), changed.GetProperty("expires_at").GetDateTime()));
        Assert.Equal("read", await bob.LevelAsync(folder));
        await (await bob.PostAsync("/v1/items", new { item_name = "x", type = "folder", parent_id = folder })).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task An_end_is_set_and_taken_away_again()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var grant = (await alice.ShareAsync(folder, bob, "write")).Id();

        var ending = await (await alice.ChangeGrantAsync(folder, grant, new { expires_at = Later })).SucceededAsync();
        await (await alice.ChangeGrantAsync(folder, grant, new { expires_at = DateTime.UnixEpoch })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        var lasting = await (await alice.ChangeGrantAsync(folder, grant, new { expires_at = (DateTime?)null })).SucceededAsync();

        Assert.Equal(("write", Later), (ending.Text("permission_type"), ending.GetProperty("expires_at").GetDateTime()));
        Assert.Equal(("write", "Null"), (lasting.Text("permission_type"), $"{lasting.GetProperty("expires_at").ValueKind}"));
    }

    [Fact]
    public async Task An_admin_changes_other_admins_grants_and_their_own()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var (bobs, carols) = ((await alice.ShareAsync(folder, bob, "admin")).Id(), (await alice.ShareAsync(folder, carol, "admin")).Id());

        await (await bob.ChangeGrantAsync(folder, carols, new { permission_type = "read" })).SucceededAsync();
        await (await bob.ChangeGrantAsync(folder, bobs, new { permission_type = "write" })).SucceededAsync();

        Assert.Equal(("write", "read"), (await bob.LevelAsync(folder), await carol.LevelAsync(folder)));
        await (await bob.ChangeGrantAsync(folder, bobs, new { permission_type = "admin" })).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_grant_on_another_item_is_not_there()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (folder, beside) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("G"));
        var grant = (await alice.ShareAsync(folder, bob, "write")).Id();

        await (await alice.ChangeGrantAsync(beside, grant, new { permission_type = "read" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.RevokeAsync(beside, grant)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("write", await bob.LevelAsync(folder));
    }

    [Fact]
    public async Task An_admin_for_a_time_gives_nothing_that_outlasts_it()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var below = await alice.CreateFolderAsync("G", folder);
        var own = (await alice.ShareAsync(folder, bob, "admin", Later)).Id();
        var lasting = (await alice.ShareAsync(below, carol, "read")).Id();

        await (await bob.ChangeGrantAsync(folder, own, new { expires_at = (DateTime?)null })).IsProblemAsync(HttpStatusCode.Forbidden, "grant_outlasts_own");
        await (await bob.ChangeGrantAsync(folder, own, new { expires_at = Later.AddDays(1) })).IsProblemAsync(HttpStatusCode.Forbidden, "grant_outlasts_own");
        await (await bob.ChangeGrantAsync(below, lasting, new { permission_type = "admin" })).IsProblemAsync(HttpStatusCode.Forbidden, "grant_outlasts_own");
        await (await bob.PostAsync($"/v1/items/{below}/permissions", new { user_id = bob.Id, permission_type = "read" })).IsProblemAsync(HttpStatusCode.Forbidden, "grant_outlasts_own");

        await (await bob.PostAsync($"/v1/items/{below}/permissions", new { user_id = carol.Id, permission_type = "admin", expires_at = Later })).SucceededAsync();
        await (await bob.ChangeGrantAsync(folder, own, new { expires_at = Later.AddDays(-1) })).SucceededAsync();
        await (await alice.ChangeGrantAsync(folder, own, new { expires_at = (DateTime?)null })).SucceededAsync();
        await (await bob.PostAsync($"/v1/items/{below}/permissions", new { user_id = carol.Id, permission_type = "admin" })).SucceededAsync();
    }
}
