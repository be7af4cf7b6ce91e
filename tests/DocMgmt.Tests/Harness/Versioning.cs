using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>What a file was before.</summary>
internal static class Versioning
{
    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> VersionsAsync(this TestUser user, long item) =>
        [.. (await user.GetJsonAsync($"/v1/items/{item}/versions")).GetProperty("data").EnumerateArray()];

    public static Task<HttpResponseMessage> RestoreVersionAsync(this TestUser user, long item, long version) =>
        user.SendAsync(HttpMethod.Post, $"/v1/items/{item}/versions/{version}/restore", null, null);

    public static Task<HttpResponseMessage> UpdateVersionAsync(this TestUser user, long item, long version, object body) =>
        user.SendAsync(HttpMethod.Patch, $"/v1/items/{item}/versions/{version}", JsonContent.Create(body), null);

    public static Task<HttpResponseMessage> DeleteVersionAsync(this TestUser user, long item, long version) => user.DeleteAsync($"/v1/items/{item}/versions/{version}");

    /// <summary>Uploads these one after the other under one name; answers the file's id and the versions' ids, the first first.</summary>
    public static async Task<(long Item, IReadOnlyList<long> Versions)> UploadAllAsync(this TestUser user, string name, params byte[][] contents)
    {
        var (item, versions) = (0L, new List<long>());
        foreach (var content in contents)
        {
            var uploaded = await user.UploadAsync(name, content);
            item = uploaded.Id();
            versions.Add(uploaded.GetProperty("version_id").GetInt64());
        }

        return (item, versions);
    }
}
