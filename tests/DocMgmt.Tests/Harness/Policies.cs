using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>Which versions folders keep.</summary>
internal static class Policies
{
    public static Task<HttpResponseMessage> SetPolicyAsync(this TestUser user, long folder, object body) =>
        user.SendAsync(HttpMethod.Put, $"/v1/items/{folder}/version-policy", JsonContent.Create(body), null);

    public static Task<HttpResponseMessage> RemovePolicyAsync(this TestUser user, long folder) => user.DeleteAsync($"/v1/items/{folder}/version-policy");

    public static Task<JsonElement> PolicyAsync(this TestUser user, long folder) => user.GetJsonAsync($"/v1/items/{folder}/version-policy");

    /// <param name="body">Null: none is sent.</param>
    public static Task<HttpResponseMessage> TryPolicyAsync(this TestUser user, long folder, object? body = null) =>
        user.SendAsync(HttpMethod.Post, $"/v1/items/{folder}/version-policy/dry-run", body is null ? null : JsonContent.Create(body), null);

    /// <param name="folder">Where it is seen to stand; null: it is not, nor when it was set.</param>
    public static void IsPolicy(this JsonElement policy, long? folder, bool inherited, int? newest, int? days)
    {
        Assert.Equal((folder, newest, days), (Number("folder_id"), (int?)Number("keep_newest"), (int?)Number("keep_daily_days")));
        Assert.Equal(inherited, policy.GetProperty("inherited").GetBoolean());
        Assert.Equal(folder is null, policy.GetProperty("updated_at").ValueKind == JsonValueKind.Null);

        long? Number(string name) => policy.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
    }

    /// <summary>The numbers of the versions that a file has, the lowest first.</summary>
    public static async Task<IReadOnlyList<int>> NumbersAsync(this TestService service, long file) =>
        await service.ScalarAsync<int[]>("SELECT array_agg(version_number ORDER BY version_number) FROM versions WHERE item_id = $1", file) ?? [];

    /// <summary>Uploads one version for each age, the oldest first, and dates them back.</summary>
    /// <param name="ages">How long ago.</param>
    public static async Task<long> UploadAgedAsync(this TestUser user, string name, long? folder, params TimeSpan[] ages)
    {
        var file = 0L;
        foreach (var _ in ages) file = (await user.UploadAsync(name, TestUser.NewContent(100), folder)).Id();
        await user.Service.ExecuteAsync(
            "UPDATE versions SET created_at = $2 - ($3::interval[])[version_number] WHERE item_id = $1",
            file, user.Service.Clock.GetUtcNow().UtcDateTime, ages);
        return file;
    }

    /// <summary>The same, with so many versions of now.</summary>
    public static Task<long> UploadManyAsync(this TestUser user, string name, long? folder, int count) => user.UploadAgedAsync(name, folder, new TimeSpan[count]);
}
