using System.Net;
using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

/// <summary>What can't be granted, and to whom.</summary>
public class GrantRefusalTests(Api api)
{
    [Fact]
    public async Task Nobody_grants_above_their_own_level()
    {
        var (alice, admin, writer, other) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.ShareAsync(folder, admin, "admin");
        var write = await alice.ShareAsync(folder, writer, "write");

        foreach (var level in new[] { "read", "write", "admin" })
            await (await writer.GrantAsync(folder, new { user_id = other.Id, permission_type = level })).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await writer.ChangeGrantAsync(folder, write.Id(), new { permission_type = "admin" })).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        foreach (var user in new[] { admin, alice })
        {
            await (await user.GrantAsync(folder, new { user_id = other.Id, permission_type = "owner" })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
            await (await user.ChangeGrantAsync(folder, write.Id(), new { permission_type = "owner" })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        }

        Assert.Null(await other.LevelAsync(folder));
        await admin.ShareAsync(folder, other, "admin");
        Assert.Equal("admin", await other.LevelAsync(folder));
    }

    [Fact]
    public async Task Nobody_locks_the_owner_out()
    {
        var (alice, admin) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.ShareAsync(folder, admin, "admin");

        foreach (var user in new[] { admin, alice })
        {
            await (await user.GrantAsync(folder, new { user_id = alice.Id, permission_type = "read" })).IsProblemAsync(HttpStatusCode.BadRequest, "grantee_is_owner");
            await (await user.GrantAsync(folder, new { email = alice.Email, permission_type = "read" })).IsProblemAsync(HttpStatusCode.BadRequest, "grantee_is_owner");
        }

        foreach (var grant in await admin.GrantsAsync(folder)) await (await admin.RevokeAsync(folder, grant.Id())).SucceededAsync();
        Assert.Equal(("owner", null), (await alice.LevelAsync(folder), await admin.LevelAsync(folder)));
    }

    [Fact]
    public async Task Who_is_not_there_or_disabled_is_unknown()
    {
        var (alice, disabled) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.DisableAsync(disabled);

        foreach (var grantee in new object[]
        {
            new { user_id = long.MaxValue, permission_type = "read" }, new { user_id = disabled.Id, permission_type = "read" },
            new { email = "nobody@example.com", permission_type = "read" }, new { email = disabled.Email, permission_type = "read" },
        }) await (await alice.GrantAsync(folder, grantee)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "user_unknown");
    }

    [Fact]
    public async Task A_group_of_others_is_unknown()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var (others, left) = (await bob.PlantGroupAsync(), await bob.PlantGroupAsync(alice));
        await api.Service.ExecuteAsync("DELETE FROM group_members WHERE group_id = $1", left);

        foreach (var group in new[] { others, left, long.MaxValue })
            await (await alice.GrantAsync(folder, new { group_id = group, permission_type = "read" })).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "group_unknown");
    }

    [Fact]
    public async Task A_group_that_is_deleted_meanwhile_is_unknown()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var group = await alice.PlantGroupAsync();
        await using var holder = await Holder.OfAsync(api.Service, "DELETE FROM groups WHERE id = $1", group);

        var granting = alice.GrantAsync(folder, new { group_id = group, permission_type = "read" });
        await holder.BlocksAsync(api.Service, granting);
        await holder.CommitAsync();

        await (await granting).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "group_unknown");
    }

    [Fact]
    public async Task The_root_of_a_drive_is_not_shared()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());

        var response = await alice.GrantAsync(await api.Service.RootAsync(alice), new { user_id = bob.Id, permission_type = "read" });

        await response.IsProblemAsync(HttpStatusCode.BadRequest, "root_not_shared");
    }

    [Theory]
    [InlineData("""{"permission_type": "read"}""")]
    [InlineData("""{"permission_type": "read", "user_id": 1, "group_id": 1}""")]
    [InlineData("""{"permission_type": "read", "user_id": 1, "email": "a@example.com"}""")]
    [InlineData("""{"permission_type": "read", "email": "a b@example.com"}""")]
    [InlineData("""{"permission_type": "read", "user_id": 1, "expires_at": "2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"permission_type": "read", "user_id": 1, "expires_at": "2100-01-01T00:00:00"}""")]
    [InlineData("""{"permission_type": "read", "user_id": 1, "expires_at": "2100-01-01"}""")]
    [InlineData("""{"permission_type": "read", "user_id": 1, "expires_at": "T"}""")]
    [InlineData("""{"permission_type": "read", "user_id": 1, "expires_at": 4102444800}""")]
    [InlineData("""{"permission_type": null, "user_id": 1}""")]
    [InlineData("""{"user_id": 1}""")]
    public async Task What_makes_no_sense_is_refused(string body)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");

        var response = await alice.SendAsync(HttpMethod.Post, $"/v1/items/{folder}/permissions", new StringContent(body, null, "application/json"), null);

        await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task The_last_moment_of_all_time_can_be_kept()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var body = JsonContent.Create(new { user_id = bob.Id, permission_type = "read", expires_at = "9999-12-31T23:59:59.9999999Z" });

        var grant = await (await alice.SendAsync(HttpMethod.Post, $"/v1/items/{folder}/permissions", body, null)).SucceededAsync();

        Assert.Equal("9999-12-31T23:59:59.999999Z", grant.Text("expires_at"));
        Assert.Single(await alice.GrantsAsync(folder));
    }
}
