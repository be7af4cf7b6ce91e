using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>How references come and go without bytes.</summary>
internal static class Trashing
{
    public static Task<HttpResponseMessage> DeleteAsync(this TestUser user, string path) => user.SendAsync(HttpMethod.Delete, path, null, null);

    public static async Task TrashAsync(this TestUser user, long item) => await (await user.DeleteAsync($"/v1/items/{item}")).SucceededAsync();

    /// <summary>Returns when it is gone, also where that takes a job.</summary>
    public static async Task PurgeAsync(this TestUser user, long item)
    {
        var answer = await user.DeleteAsync($"/v1/trash/{item}");
        if (answer.StatusCode == HttpStatusCode.Accepted) Assert.Equal("succeeded", (await user.EndOfJobAsync(await Task.FromResult(answer).QueuedAsync())).Text("state"));
        else await answer.SucceededAsync();
    }

    /// <summary>Deletes all of these for good, or with none of them the whole trash; answers the job when it is over.</summary>
    public static async Task<JsonElement> PurgeAllAsync(this TestUser user, params long[] items) =>
        await user.EndOfJobAsync(await (items.Length == 0 ? user.DeleteAsync("/v1/trash") : user.PostAsync("/v1/trash/purge", new { item_ids = items })).QueuedAsync());

    /// <param name="body">Null: none is sent.</param>
    public static Task<HttpResponseMessage> RestoreAsync(this TestUser user, long item, object? body = null) =>
        user.SendAsync(HttpMethod.Post, $"/v1/trash/{item}/restore", body is null ? null : JsonContent.Create(body), null);

    /// <inheritdoc cref="RestoreAsync"/>
    public static Task<HttpResponseMessage> CopyAsync(this TestUser user, long item, object? body = null) =>
        user.SendAsync(HttpMethod.Post, $"/v1/items/{item}/copy", body is null ? null : JsonContent.Create(body), null);

    public static async Task<IReadOnlyList<JsonElement>> TrashedAsync(this TestUser user) =>
        [.. (await user.GetJsonAsync("/v1/trash")).GetProperty("data").EnumerateArray()];

    /// <summary>Uploads that content, and deletes it for good: from then on nothing refers to it.</summary>
    public static async Task LoseAsync(this TestUser user, byte[] content)
    {
        var file = (await user.UploadAsync(Guid.NewGuid().ToString("N"), content)).Id();
        await user.TrashAsync(file);
        await user.PurgeAsync(file);
    }
}
