using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

public class ExplainAccessTests(Api api)
{
    [Fact]
    public async Task All_that_counts_is_named_the_highest_and_nearest_first()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (top, folder, file) = await TreeAsync(alice);
        var group = await alice.PlantGroupAsync(bob);
        var above = (await alice.ShareAsync(top, bob, "write", new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc))).Id();
        var byGroup = (await (await alice.GrantAsync(folder, new { group_id = group, permission_type = "write" })).SucceededAsync()).Id();
        var here = (await alice.ShareAsync(file, bob, "read")).Id();
        await api.Service.GrantToGroupAsync(file, bob, 3, DateTime.UnixEpoch);

        var access = await bob.GetJsonAsync($"/v1/items/{file}/access");

        Assert.Equal((file, bob.Id, "write"), (access.GetProperty("item_id").GetInt64(), access.GetProperty("user_id").GetInt64(), access.Text("level")));
        Assert.Equal(
            [
                $"write by {byGroup} to group {group} on {folder} F until ",
                $"write by {above} to user {bob.Id} on {top} top until 2100-01-01T00:00:00Z",
                $"read by {here} to user {bob.Id} on {file} f until ",
            ], Reasons(access));
        Assert.Equal("write", await bob.LevelAsync(file));
    }

    [Fact]
    public async Task The_owner_has_it_by_owning_and_whoever_has_nothing_has_no_level()
    {
        var (alice, bob, disabled) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var (top, folder, _) = await TreeAsync(alice);
        await alice.ShareAsync(top, disabled, "admin");
        await api.Service.DisableAsync(disabled);
        await api.Service.GrantAsync(folder, alice, 1); // from before it was hers

        Assert.Equal($"owner by  to user {alice.Id} on   until ", Assert.Single(Reasons(await alice.GetJsonAsync($"/v1/items/{folder}/access"))));
        foreach (var id in new[] { bob.Id, disabled.Id, long.MaxValue })
        {
            var access = await alice.GetJsonAsync($"/v1/items/{folder}/access?user_id={id}");
            Assert.Equal((id, "Null", 0), (access.GetProperty("user_id").GetInt64(), $"{access.GetProperty("level").ValueKind}", access.GetProperty("reasons").GetArrayLength()));
        }
    }

    [Fact]
    public async Task Others_are_explained_to_admins_only()
    {
        var (alice, admin, writer) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var (_, folder, file) = await TreeAsync(alice);
        await alice.ShareAsync(folder, admin, "admin");
        var grant = (await alice.ShareAsync(folder, writer, "write")).Id();

        Assert.Equal($"write by {grant} to user {writer.Id} on {folder} F until ", Assert.Single(Reasons(await admin.GetJsonAsync($"/v1/items/{file}/access?user_id={writer.Id}"))));
        Assert.Equal($"owner by  to user {alice.Id} on   until ", Assert.Single(Reasons(await admin.GetJsonAsync($"/v1/items/{file}/access?user_id={alice.Id}"))));
        await (await writer.GetAsync($"/v1/items/{file}/access?user_id={admin.Id}")).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Of_a_folder_that_the_asker_may_not_read_only_level_and_end_are_told()
    {
        var (alice, admin, other) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var (top, folder, file) = await TreeAsync(alice);
        await alice.ShareAsync(folder, admin, "admin");
        await alice.ShareAsync(top, other, "write", new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await alice.ShareAsync(file, other, "read");

        var told = Reasons(await admin.GetJsonAsync($"/v1/items/{file}/access?user_id={other.Id}"));

        Assert.Equal("write by  to  on   until 2100-01-01T00:00:00Z", told[0]);
        Assert.Contains($"on {file} f", told[1], StringComparison.Ordinal);
        Assert.Contains($"on {top} top", Reasons(await alice.GetJsonAsync($"/v1/items/{file}/access?user_id={other.Id}"))[0], StringComparison.Ordinal);
    }

    private static async Task<(long Top, long Folder, long File)> TreeAsync(TestUser user)
    {
        var top = await user.CreateFolderAsync("top");
        var folder = await user.CreateFolderAsync("F", top);
        return (top, folder, (await user.UploadAsync("f", TestUser.NewContent(), folder)).Id());
    }

    private static List<string> Reasons(JsonElement access) => [.. access.GetProperty("reasons").EnumerateArray().Select(r =>
    {
        Assert.Equal(r.Text("level") == "owner" ? "owner" : "permission", r.Text("through"));
        var grantee = r.GetProperty("group_id").ValueKind == JsonValueKind.Number ? $"group {r.GetProperty("group_id")}"
            : r.GetProperty("user_id").ValueKind == JsonValueKind.Number ? $"user {r.GetProperty("user_id")}" : "";
        return $"{r.Text("level")} by {r.GetProperty("permission_id")} to {grantee} on {r.GetProperty("item_id")} {r.GetProperty("item_name")} until {r.GetProperty("expires_at")}";
    })];
}
