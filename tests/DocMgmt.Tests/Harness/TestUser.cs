using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>Somebody who is signed in, and speaks HTTP.</summary>
public sealed class TestUser : IDisposable
{
    private TestUser(TestService service, string email, string accessToken, string refreshToken)
    {
        (Service, Email, AccessToken, RefreshToken) = (service, email, accessToken, refreshToken);
        Http = Loopback.Client(service.Address, null);
        Http.DefaultRequestHeaders.Authorization = new("Bearer", accessToken);
    }

    public TestService Service { get; }
    public HttpClient Http { get; }
    public string Email { get; }
    public string AccessToken { get; }
    public string RefreshToken { get; }
    public long Id { get; private set; }

    internal static async Task<TestUser> OfAsync(TestService service, string email, string accessToken, string refreshToken)
    {
        var user = new TestUser(service, email, accessToken, refreshToken);
        user.Id = (await user.GetJsonAsync("/v1/users/me")).Id();
        return user;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>The body of a 2xx answer.</summary>
    public async Task<JsonElement> GetJsonAsync(string path) => await (await GetAsync(path)).SucceededAsync();

    public Task<HttpResponseMessage> PostAsync(string path, object body, string? idempotencyKey = null) => SendAsync(HttpMethod.Post, path, JsonContent.Create(body), idempotencyKey);

    /// <summary>The body of a 2xx answer.</summary>
    public async Task<JsonElement> PostJsonAsync(string path, object body) => await (await PostAsync(path, body)).SucceededAsync();

    public Task<HttpResponseMessage> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, JsonContent.Create(body), null);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? idempotencyKey)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await Http.SendAsync(request);
    }

    /// <summary>Answers its id.</summary>
    public async Task<long> CreateFolderAsync(string name, long? parent = null) =>
        (await PostJsonAsync("/v1/items", new { item_name = name, type = "folder", parent_id = parent })).Id();

    /// <summary>Uploads in one request.</summary>
    public Task<HttpResponseMessage> PutContentAsync(
        string name, byte[] content, long? parent = null, string? query = null, string? mimeType = null, string? idempotencyKey = null)
    {
        var body = new ByteArrayContent(content);
        if (mimeType is not null) body.Headers.ContentType = MediaTypeHeaderValue.Parse(mimeType);
        return SendAsync(HttpMethod.Put, $"/v1/files/content?item_name={Uri.EscapeDataString(name)}{(parent is null ? "" : $"&parent_id={parent}")}{query}", body, idempotencyKey);
    }

    /// <summary>Uploads in one request; answers the item.</summary>
    public async Task<JsonElement> UploadAsync(string name, byte[] content, long? parent = null) =>
        await (await PutContentAsync(name, content, parent)).SucceededAsync();

    public Task<HttpResponseMessage> InitiateAsync(string name, byte[] content, long? parent = null, string? checksum = null, string? onConflict = null) =>
        PostAsync("/v1/files/upload/initiate", new
        {
            item_name = name, parent_id = parent, size_bytes = content.Length, checksum = checksum ?? Sha256(content), on_conflict = onConflict,
        });

    public Task<HttpResponseMessage> CompleteAsync(long versionId) => PostAsync("/v1/files/upload/complete", new { version_id = versionId });

    /// <summary>A URL that a file is fetched by.</summary>
    public async Task<string> FetchUrlAsync(long itemId, long? version = null) =>
        (await PostJsonAsync("/v1/files/urls", new { files = new[] { new { item_id = itemId, version } } })).GetProperty("urls")[0].Text("url");

    public Task<byte[]> DownloadAsync(long itemId) => Http.GetByteArrayAsync(new Uri($"/v1/files/{itemId}/download", UriKind.Relative));

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Content that nobody else has.</summary>
    public static byte[] NewContent(int length = 1_000) => RandomNumberGenerator.GetBytes(length);

    public void Dispose() => Http.Dispose();
}
