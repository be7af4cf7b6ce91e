using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Direct;

/// <summary>What a client does that sends its bytes to the store.</summary>
internal static class Sending
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <param name="announces">Whether it says the hash.</param>
    public static async Task<JsonElement> BeginAsync(this TestUser user, string name, byte[] content, bool announces = true, long? parent = null, string? onConflict = null) =>
        await user.PostJsonAsync("/v1/files/upload/initiate", new
        {
            item_name = name, parent_id = parent, size_bytes = content.Length, checksum = announces ? TestUser.Sha256(content) : null, on_conflict = onConflict,
        });

    /// <summary>Sends all of it to where the announcement says; answers what completes it.</summary>
    public static async Task<object> SendAsync(this JsonElement announced, byte[] content)
    {
        if (announced.GetProperty("parts").ValueKind == JsonValueKind.Null)
        {
            Assert.True((await announced.TrySendAsync(content)).IsSuccessStatusCode);
            return new { version_id = announced.VersionId() };
        }

        return new { version_id = announced.VersionId(), parts = await announced.SendPartsAsync(content, int.MaxValue) };
    }

    /// <summary>Sends the first parts; answers what names them.</summary>
    public static async Task<List<object>> SendPartsAsync(this JsonElement announced, byte[] content, int count)
    {
        var (sent, at) = (new List<object>(), 0);
        foreach (var part in announced.GetProperty("parts").EnumerateArray().Take(count))
        {
            var size = part.GetProperty("size").GetInt32();
            using var answer = await Http.PutAsync(part.Text("url"), new ReadOnlyMemoryContent(content.AsMemory(at, size)));
            Assert.True(answer.IsSuccessStatusCode);
            sent.Add(new { number = part.GetProperty("number").GetInt32(), etag = answer.Headers.ETag!.ToString() });
            at += size;
        }

        return sent;
    }

    /// <summary>Sends bytes to where it takes them whole.</summary>
    public static Task<HttpResponseMessage> TrySendAsync(this JsonElement announced, byte[] content) =>
        PutAsync(announced.Text("upload_url"), announced.GetProperty("upload_headers"), content);

    public static async Task<HttpResponseMessage> PutAsync(string url, JsonElement headers, byte[] content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(content) };
        foreach (var header in headers.EnumerateObject()) request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        return await Http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> CompleteAsync(this TestUser user, object body) => user.PostAsync("/v1/files/upload/complete", body);

    /// <summary>Announces, sends and completes; answers the version.</summary>
    public static async Task<JsonElement> SendStraightAsync(this TestUser user, string name, byte[] content, bool announces = true, long? parent = null)
    {
        var announced = await user.BeginAsync(name, content, announces, parent);
        return await (await user.CompleteAsync(await announced.SendAsync(content))).SucceededAsync();
    }

    /// <summary>Follows a redirect, or asks for a URL that was signed, as anybody would who has it.</summary>
    public static Task<HttpResponseMessage> FetchAsync(string url) => Http.GetAsync(url);

    public static long VersionId(this JsonElement announced) => announced.GetProperty("version_id").GetInt64();
}
