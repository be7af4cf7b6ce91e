using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

public class GrantEventTests(Api api)
{
    [Fact]
    public async Task Granting_changing_and_revoking_leave_an_event_each_that_says_to_whom_what_and_until_when()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var path = $"/v1/items/{folder}/permissions";

        var (granted, grant) = await alice.Http.AskAsync(HttpMethod.Post, path, new { email = bob.Email, permission_type = "write", expires_at = "2100-01-01T02:00:00+02:00" });
        var id = (await granted.SucceededAsync()).Id();
        var (_, change) = await alice.Http.AskAsync(HttpMethod.Patch, $"{path}/{id}", new { permission_type = "read", expires_at = (string?)null });
        var (_, revoke) = await bob.Http.AskAsync(HttpMethod.Delete, $"{path}/{id}");

        Assert.Equal($"permission_grant by {alice.Id}: {Told(bob.Id, "write", null, "\"2100-01-01T00:00:00Z\"")}", await OnlyAsync(grant, folder));
        Assert.Equal($"permission_grant by {alice.Id}: {Told(bob.Id, "read", "write", "null")}", await OnlyAsync(change, folder));
        Assert.Equal($"permission_revoke by {bob.Id}: {Told(bob.Id, "read", null, "null")}", await OnlyAsync(revoke, folder));
    }

    [Fact]
    public async Task What_was_refused_leaves_none()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");

        var (_, grant) = await alice.Http.AskAsync(HttpMethod.Post, $"/v1/items/{folder}/permissions", new { user_id = alice.Id, permission_type = "read" });
        var (_, revoke) = await alice.Http.AskAsync(HttpMethod.Delete, $"/v1/items/{folder}/permissions/{long.MaxValue}");

        foreach (var request in new[] { grant, revoke }) Assert.Empty(await api.Service.EventsAsync(request));
    }

    private async Task<string> OnlyAsync(string request, long item)
    {
        var left = Assert.Single(await api.Service.EventsAsync(request));
        Assert.Equal(item, left.ItemId);
        var told = left.Metadata.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{m.Name} {m.Value.GetRawText()}");
        return $"{left.Action} by {left.UserId}: {string.Join(", ", told)}";
    }

    private static string Told(long user, string level, string? oldLevel, string end) =>
        $"expires_at {end}, group_id null, level {JsonSerializer.Serialize(level)}, old_level {JsonSerializer.Serialize(oldLevel)}, user_id {user}";
}
