using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Soak.Load;

/// <summary>A user who is signed in and has a folder to work in. Lives through restarts of the service, at whatever address.</summary>
internal sealed class Somebody(string email, string password) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private HttpClient http = new();

    public string Email => email;
    public long Folder { get; private set; }

    public async Task SignInAsync(Uri address)
    {
        http.Dispose();
        http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Patience };
        var tokens = await SendAsync(HttpMethod.Post, "/v1/auth/login", new { email, password });
        if (!tokens.Done) throw new InvalidOperationException($"{email} can't sign in: {tokens}");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Text("access_token"));
    }

    /// <summary>A new user with a folder, whom the administrator makes.</summary>
    public static async Task<Somebody> NewAsync(Somebody administrator, Uri address, string password)
    {
        var somebody = new Somebody($"{Guid.NewGuid():N}@example.com", password);
        var made = await administrator.SendAsync(HttpMethod.Post, "/v1/admin/users", new { email = somebody.Email, password, storage_quota_bytes = 1L << 40 });
        if (!made.Done) throw new InvalidOperationException($"There is no new user: {made}");
        await somebody.SignInAsync(address);
        somebody.Folder = (await somebody.SendAsync(HttpMethod.Post, "/v1/items", new { item_name = "work", type = "folder" })).Id;
        return somebody;
    }

    /// <summary>Never fails: who answers nothing leaves it open what became of the request.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, string? range = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body switch { null => null, byte[] bytes => new ByteArrayContent(bytes), _ => JsonContent.Create(body) },
        };
        if (range is not null) request.Headers.TryAddWithoutValidation("Range", range);
        try
        {
            using var response = await http.SendAsync(request);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            var json = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true && bytes.Length > 0;
            return new((int)response.StatusCode, json ? JsonSerializer.Deserialize<JsonElement>(bytes) : default, json ? null : bytes, response.Headers.RetryAfter is not null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return Answer.None;
        }
    }

    public void Dispose() => http.Dispose();
}
