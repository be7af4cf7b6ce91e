using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>What users do with groups.</summary>
internal static class Grouping
{
    /// <summary>Answers its id.</summary>
    public static async Task<long> CreateGroupAsync(this TestUser user, string name) => (await user.PostJsonAsync("/v1/groups", new { name })).Id();

    /// <summary>With members who are there already.</summary>
    public static async Task<long> CreateGroupAsync(this TestUser user, string name, params TestUser[] members)
    {
        var group = await user.CreateGroupAsync(name);
        foreach (var member in members) await user.AddMemberAsync(group, member);
        return group;
    }

    /// <summary>Answers the member.</summary>
    public static async Task<JsonElement> AddMemberAsync(this TestUser user, long group, TestUser member, bool? isManager = null) =>
        await (await user.AddAsync(group, new { user_id = member.Id, is_manager = isManager })).SucceededAsync();

    public static Task<HttpResponseMessage> AddAsync(this TestUser user, long group, object body) => user.PostAsync($"/v1/groups/{group}/members", body);

    public static Task<HttpResponseMessage> RemoveMemberAsync(this TestUser user, long group, TestUser member) =>
        user.SendAsync(HttpMethod.Delete, $"/v1/groups/{group}/members/{member.Id}", null, null);

    public static Task<HttpResponseMessage> SetManagerAsync(this TestUser user, long group, TestUser member, bool isManager) =>
        user.PatchAsync($"/v1/groups/{group}/members/{member.Id}", new { is_manager = isManager });

    /// <summary>Who is in it, and what: <c>7 owner, 8 member</c>.</summary>
    public static async Task<string> MembersAsync(this TestUser user, long group) => string.Join(", ",
        (await user.GetJsonAsync($"/v1/groups/{group}/members")).GetProperty("data").EnumerateArray().Select(m => $"{m.GetProperty("user_id")} {m.Text("role")}"));

    public static Task<HttpResponseMessage> DeleteGroupAsync(this TestUser user, long group) => user.SendAsync(HttpMethod.Delete, $"/v1/groups/{group}", null, null);

    /// <summary>A group's grant on an item. 1 read, 2 write, 3 admin.</summary>
    public static Task GrantToAsync(this TestService service, long itemId, long group, int level) => service.ExecuteAsync("""
        INSERT INTO permissions (item_id, group_id, level, granted_by, created_at) SELECT $1, id, CAST($3 AS smallint), owner_id, now() FROM groups WHERE id = $2
        """, itemId, group, level);
}
