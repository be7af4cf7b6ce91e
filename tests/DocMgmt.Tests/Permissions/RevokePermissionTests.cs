using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

public class RevokePermissionTests(Api api)
{
    [Theory]
    [InlineData("user")]
    [InlineData("group")]
    public async Task What_is_revoked_is_gone_with_the_next_request(string grantee)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        var group = await alice.PlantGroupAsync(bob);
        var grant = grantee == "user" ? await alice.ShareAsync(folder, bob, "admin") : await (await alice.GrantAsync(folder, new { group_id = group, permission_type = "admin" })).SucceededAsync();
        Assert.Equal("admin", await bob.LevelAsync(file));

        await (await alice.RevokeAsync(folder, grant.Id())).SucceededAsync();

        foreach (var path in new[] { $"/v1/items/{folder}", $"/v1/items?parent_id={folder}", $"/v1/files/{file}/download", $"/v1/items/{folder}/permissions", $"/v1/items/{file}/access" })
            await (await bob.GetAsync(path)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, (await bob.GetJsonAsync("/v1/shared-with-me")).GetProperty("total").GetInt32());
        await (await alice.RevokeAsync(folder, grant.Id())).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Everybody_may_give_back_what_they_were_granted_themselves()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var grant = (await alice.ShareAsync(folder, bob, "read")).Id();

        await (await bob.RevokeAsync(folder, grant)).SucceededAsync();

        Assert.Null(await bob.LevelAsync(folder));
        Assert.Empty(await alice.GrantsAsync(folder));
    }

    [Fact]
    public async Task Giving_back_twice_with_one_key_is_answered_twice()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var path = $"/v1/items/{folder}/permissions/{(await alice.ShareAsync(folder, bob, "read")).Id()}";

        foreach (var _ in new[] { 1, 2 }) await (await bob.SendAsync(HttpMethod.Delete, path, null, "key")).SucceededAsync();

        await (await bob.DeleteAsync(path)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Nobody_below_admin_takes_away_what_others_or_groups_have()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var carols = (await alice.ShareAsync(folder, carol, "read")).Id();
        await alice.ShareAsync(folder, bob, "write");
        var groups = (await (await alice.GrantAsync(folder, new { group_id = await alice.PlantGroupAsync(bob), permission_type = "read" })).SucceededAsync()).Id();

        foreach (var grant in new[] { carols, groups, long.MaxValue })
            await (await bob.RevokeAsync(folder, grant)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(3, (await alice.GrantsAsync(folder)).Count);
    }

    [Fact]
    public async Task A_grant_above_keeps_its_level()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        var folder = await alice.CreateFolderAsync("F", top);
        await alice.ShareAsync(top, bob, "read");
        var grant = (await alice.ShareAsync(folder, bob, "admin")).Id();

        await (await bob.RevokeAsync(folder, grant)).SucceededAsync();

        Assert.Equal("read", await bob.LevelAsync(folder));
    }
}
