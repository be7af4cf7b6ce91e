using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Benchmarks;

/// <summary>Somebody who is signed in.</summary>
internal sealed class Client(Uri address, string token) : IDisposable
{
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };

    public static async Task<Client> LogInAsync(Uri address, string email, string password)
    {
        using var http = new HttpClient { BaseAddress = address };
        var answer = await http.PostAsJsonAsync("/v1/auth/login", new { email, password });
        return new(address, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!);
    }

    /// <summary>The body of a 2xx answer.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(response);
    }

    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Http.SendAsync(request);
        return await ReadAsync(response);
    }

    public async Task<long> CreateFolderAsync(string name) => (await ReadAsync(await Http.PostAsJsonAsync("/v1/items", new { item_name = name, type = "folder" }))).GetProperty("id").GetInt64();

    /// <summary>Answers the item's id.</summary>
    public async Task<long> PutAsync(long folder, string name, HttpContent content)
    {
        using var response = await Http.PutAsync(new Uri($"/v1/files/content?parent_id={folder}&item_name={name}", UriKind.Relative), content);
        return (await ReadAsync(response)).GetProperty("id").GetInt64();
    }

    public void Dispose() => Http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => response.IsSuccessStatusCode
        ? await response.Content.ReadFromJsonAsync<JsonElement>()
        : throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
}
