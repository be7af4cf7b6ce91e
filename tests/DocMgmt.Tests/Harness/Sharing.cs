using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>How users share what they have.</summary>
internal static class Sharing
{
    public static Task<HttpResponseMessage> GrantAsync(this TestUser user, long item, object body) => user.PostAsync($"/v1/items/{item}/permissions", body);

    /// <summary>Grants it; answers the grant.</summary>
    public static async Task<JsonElement> ShareAsync(this TestUser user, long item, TestUser grantee, string level, DateTime? expiresAt = null) =>
        await (await user.GrantAsync(item, new { user_id = grantee.Id, permission_type = level, expires_at = expiresAt })).SucceededAsync();

    public static Task<HttpResponseMessage> ChangeGrantAsync(this TestUser user, long item, long grant, object body) =>
        user.SendAsync(HttpMethod.Patch, $"/v1/items/{item}/permissions/{grant}", JsonContent.Create(body), null);

    public static Task<HttpResponseMessage> RevokeAsync(this TestUser user, long item, long grant) => user.DeleteAsync($"/v1/items/{item}/permissions/{grant}");

    public static async Task<IReadOnlyList<JsonElement>> GrantsAsync(this TestUser user, long item) =>
        [.. (await user.GetJsonAsync($"/v1/items/{item}/permissions")).EnumerateArray()];

    /// <summary>The level on an item, by asking for it; null where it is not there for them.</summary>
    public static async Task<string?> LevelAsync(this TestUser user, long item)
    {
        var response = await user.GetAsync($"/v1/items/{item}");
        return response.IsSuccessStatusCode ? (await response.JsonAsync()).Text("permission_type") : null;
    }

    /// <summary>A group that the user owns, with these members; answers its id.</summary>
    public static async Task<long> PlantGroupAsync(this TestUser owner, params TestUser[] members)
    {
        var group = await owner.Service.ScalarAsync<long>("INSERT INTO groups (name, owner_id, created_at) VALUES ('Team', $1, now()) RETURNING id", owner.Id);
        foreach (var member in members) await owner.Service.ExecuteAsync("INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)", group, member.Id);
        return group;
    }
}
