using DocMgmt.Tests.Harness;
using static DocMgmt.Tests.Rest.BadInputWorld;

namespace DocMgmt.Tests.Rest;

/// <summary>Ids, pages and cursors that lead nowhere.</summary>
public class BadInputIdTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    private const string Invalid = "validation_failed", NotFound = "not_found";

    // One more than the greatest, zero, less than zero, and so great that the framework may think otherwise.
    public static TheoryData<string> Overflowing => ["9223372036854775808", "-9223372036854775809", "99999999999999999999", "1e3", "1.5", "x", "0x10"];
    public static TheoryData<string> Absent => ["0", "-1", "9223372036854775807", "-9223372036854775808"];

    [Theory]
    [MemberData(nameof(Overflowing))]
    public async Task An_id_that_overflows_or_is_none_is_refused(string id)
    {
        foreach (var path in Paths(id)) await IsRefusedAsync(404, NotFound, _ => path());
        foreach (var query in Queries(id)) await IsRefusedAsync(400, Invalid, query);
        if (id == "1e3") return; // in JSON that is a thousand
        foreach (var body in Bodies(id)) await IsRefusedAsync(400, Invalid, _ => body());
    }

    [Theory]
    [MemberData(nameof(Absent))]
    public async Task An_id_of_nothing_is_not_found(string id)
    {
        foreach (var path in Paths(id)) await IsRefusedAsync(404, NotFound, _ => path());
        foreach (var query in Queries(id)) await IsRefusedAsync(404, NotFound, query);
        foreach (var body in Bodies(id)) await IsRefusedAsync(404, NotFound, _ => body());
    }

    [Theory]
    [InlineData("page=0", Invalid)]
    [InlineData("page=-1", Invalid)]
    [InlineData("page=100001", Invalid)]
    [InlineData("page=2147483647", Invalid)]
    [InlineData("page=2147483648", Invalid)]
    [InlineData("page=9223372036854775808", Invalid)]
    [InlineData("page=x", Invalid)]
    [InlineData("page_size=0", Invalid)]
    [InlineData("page_size=-1", Invalid)]
    [InlineData("page_size=101", Invalid)]
    [InlineData("page_size=2147483648", Invalid)]
    [InlineData("cursor=", "cursor_invalid")]
    [InlineData("cursor=x", "cursor_invalid")]
    [InlineData("cursor=%00", "cursor_invalid")]
    [InlineData("cursor=bnVsbA", "cursor_invalid")]
    public async Task A_page_that_cannot_be_is_refused_by_every_list(string query, string code)
    {
        foreach (var list in new[] { "/v1/items?", "/v1/items?starred=true&", "/v1/shared-with-me?", "/v1/groups?" }) await IsRefusedAsync(400, code, _ => Get(list + query));
        await IsRefusedAsync(400, code, w => As(w.Stranger, Get($"/v1/admin/users?{query}")));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        var folder = await CursorAsync(world.Alice, $"/v1/items?parent_id={world.Folder}&page_size=1");
        var users = await CursorAsync(world.Stranger, "/v1/admin/users?page_size=1");

        await IsRefusedAsync(400, "cursor_invalid", _ => Get($"/v1/items?cursor={folder}"));
        await IsRefusedAsync(400, "cursor_invalid", w => Get($"/v1/items?parent_id={w.Folder}&type=file&cursor={folder}"));
        await IsRefusedAsync(400, "cursor_invalid", _ => Get($"/v1/items?starred=true&cursor={folder}"));
        await IsRefusedAsync(400, "cursor_invalid", _ => Get($"/v1/items?cursor={users}"));
        await IsRefusedAsync(400, "cursor_invalid", _ => Get($"/v1/shared-with-me?cursor={folder}"));
        await IsRefusedAsync(400, "cursor_invalid", w => As(w.Stranger, Get($"/v1/admin/users?cursor={folder}")));
        await IsRefusedAsync(400, Invalid, w => Get($"/v1/items?parent_id={w.Folder}&page=1&cursor={folder}"));
    }

    private static async Task<string> CursorAsync(TestUser user, string list) => (await user.GetJsonAsync(list)).Text("next_cursor");

    private static Func<HttpRequestMessage>[] Paths(string id) =>
    [
        () => Get($"/v1/items/{id}"), () => Get($"/v1/files/{id}/download"), () => new(HttpMethod.Delete, $"/v1/files/upload/{id}"),
        () => Get($"/v1/items/{id}/permissions"), () => Get($"/v1/items/{id}/access"), () => new(HttpMethod.Delete, $"/v1/items/{id}/permissions/1"),
        () => new(HttpMethod.Delete, $"/v1/items/{id}/transfer"), () => new(HttpMethod.Post, $"/v1/items/{id}/transfer/accept"),
    ];

    private static Func<BadInputWorld, HttpRequestMessage>[] Queries(string id) =>
    [
        _ => Get($"/v1/items?parent_id={id}"), w => Get($"/v1/files/{w.File}/download?version={id}"), _ => Bytes("PUT", $"/v1/files/content?item_name=x&parent_id={id}", [1]),
    ];

    private static Func<HttpRequestMessage>[] Bodies(string id) =>
    [
        () => Json("POST", "/v1/items", $$"""{"item_name": "x", "type": "folder", "parent_id": {{id}}}"""),
        () => Json("POST", "/v1/files/upload/initiate", $$"""{"item_name": "x", "size_bytes": 1, "parent_id": {{id}}}"""),
        () => Json("POST", "/v1/files/upload/complete", $$"""{"version_id": {{id}}}"""),
    ];

    private async Task IsRefusedAsync(int status, string code, Func<BadInputWorld, HttpRequestMessage> request) => await world.IsRefusedAsync(new(status, code, request));
}
