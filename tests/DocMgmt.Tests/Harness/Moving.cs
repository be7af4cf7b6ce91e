using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>How items change their places and names.</summary>
internal static class Moving
{
    /// <param name="to">Null is the root of the drive.</param>
    public static Task<HttpResponseMessage> MoveAsync(this TestUser user, long item, long? to, string? name = null, string? onConflict = null, bool? keep = null) =>
        user.PostAsync($"/v1/items/{item}/move", new { parent_id = to, item_name = name, on_conflict = onConflict, keep_permissions = keep });

    public static Task<HttpResponseMessage> RenameAsync(this TestUser user, long item, string name) => user.PatchAsync($"/v1/items/{item}", new { item_name = name });

    public static Task<JsonElement> ItemAsync(this TestUser user, long item) => user.GetJsonAsync($"/v1/items/{item}");

    public static async Task<string> PathAsync(this TestUser user, long item) => (await user.ItemAsync(item)).Text("full_path");

    /// <summary>The request with an If-Match header.</summary>
    public static async Task<HttpResponseMessage> IfMatchAsync(this TestUser user, string tag, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await user.Http.SendAsync(request);
    }

    public static async Task<string> TagAsync(this TestUser user, long item) => (await user.GetAsync($"/v1/items/{item}")).Headers.ETag!.ToString();
}
