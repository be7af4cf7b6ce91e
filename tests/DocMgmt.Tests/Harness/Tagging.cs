using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>How items come to tags.</summary>
internal static class Tagging
{
    public static Task<HttpResponseMessage> PutTagsAsync(this TestUser user, long item, object body) => user.SendAsync(HttpMethod.Put, $"/v1/items/{item}/tags", JsonContent.Create(body), null);

    /// <summary>The body that says them.</summary>
    public static object Names(params string[] names) => new { tags = names };

    /// <summary>Has the item carry tags of these names and no others.</summary>
    public static async Task CarryAsync(this TestUser user, long item, params string[] names) => await (await user.PutTagsAsync(item, Names(names))).SucceededAsync();

    /// <summary>What an item carries, as <c>name count</c>, in the order of the answer.</summary>
    public static async Task<string> CarriedAsync(this TestUser user, long item) => Text(await user.GetJsonAsync($"/v1/items/{item}/tags"));

    /// <summary>What completes that prefix, as <c>name count</c>, in the order of the answer.</summary>
    public static async Task<string> TagsAsync(this TestUser user, string prefix = "", string query = "") => Text(await user.GetJsonAsync($"/v1/tags?prefix={Uri.EscapeDataString(prefix)}{query}"));

    /// <summary>The id of a tag by its name, as the user sees it.</summary>
    public static async Task<long> TagIdAsync(this TestUser user, string name) =>
        (await user.GetJsonAsync($"/v1/tags?prefix={Uri.EscapeDataString(name)}")).EnumerateArray().First(t => t.Text("name") == name).Id();

    /// <summary>Makes a tag in the user's drive; answers its id.</summary>
    public static async Task<long> CreateTagAsync(this TestUser user, string name) => (await user.PostJsonAsync("/v1/tags", new { name })).Id();

    /// <summary>A new tag on an item; answers its id.</summary>
    public static Task<long> PlantTagAsync(this TestService service, long item) => service.ScalarAsync<long>("""
        WITH made AS (
            INSERT INTO tags (drive_id, name, name_key, usage_count) SELECT drive_id, n, n, 1 FROM items, gen_random_uuid() u, CAST(u AS text) n WHERE id = $1 RETURNING id
        )
        INSERT INTO item_tags (item_id, tag_id) SELECT $1, id FROM made RETURNING tag_id
        """, item);

    private static string Text(JsonElement tags) => string.Join(", ", tags.EnumerateArray().Select(t => $"{t.Text("name")} {t.GetProperty("usage_count").GetInt64()}"));
}
