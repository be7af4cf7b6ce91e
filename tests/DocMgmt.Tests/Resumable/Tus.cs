using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Resumable;

/// <summary>A client of tus 1.0.0.</summary>
internal static class Tus
{
    public const string Uploads = "/v1/files/tus";

    /// <summary>What <c>Upload-Metadata</c> is made of.</summary>
    public static string Metadata(params (string Key, object Value)[] said) =>
        string.Join(',', said.Select(s => $"{s.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToString(s.Value, CultureInfo.InvariantCulture)!))}"));

    /// <summary>Bytes as the protocol wants them.</summary>
    public static ByteArrayContent Body(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };

    /// <summary>What a good request of an operation has, if that is one of the protocol's.</summary>
    public static IEnumerable<(string Name, string Value)> HeadersOf(Operation operation, byte[] content)
    {
        if (!operation.Path.Contains("/tus", StringComparison.Ordinal)) yield break;
        yield return ("Tus-Resumable", "1.0.0");
        if (operation.Method == "PATCH") yield return ("Upload-Offset", "0");
        if (operation.Method != "POST") yield break;
        yield return ("Upload-Length", $"{content.Length}");
        yield return ("Upload-Metadata", Metadata(("item_name", $"{Guid.NewGuid()}")));
    }

    public static async Task<HttpResponseMessage> TusAsync(this HttpClient http, string method, string url, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), url);
        if (body is not null) request.Content = Body(body);
        foreach (var (name, value) in headers.Prepend(("Tus-Resumable", "1.0.0"))) request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> TryBeginAsync(this HttpClient http, long length, string metadata, string uploads = Uploads, byte[]? body = null, params (string, string)[] headers) =>
        http.TusAsync("POST", uploads, body, [("Upload-Length", $"{length}"), ("Upload-Metadata", metadata), .. headers]);

    /// <summary>Begins an upload; answers its address.</summary>
    public static async Task<string> BeginAsync(this HttpClient http, long length, string metadata, string uploads = Uploads, byte[]? body = null, params (string, string)[] headers)
    {
        var answer = await http.TryBeginAsync(length, metadata, uploads, body, headers);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.AbsoluteUri;
    }

    public static Task<string> BeginAsync(this HttpClient http, string name, byte[] content) => http.BeginAsync(content.Length, Metadata(("item_name", name)));

    public static Task<HttpResponseMessage> AppendAsync(this HttpClient http, string url, long offset, byte[] bytes, params (string, string)[] headers) =>
        http.TusAsync("PATCH", url, bytes, [("Upload-Offset", $"{offset}"), .. headers]);

    /// <summary>Sends a part; answers where the next begins.</summary>
    public static async Task<long> AppendedAsync(this HttpClient http, string url, long offset, byte[] bytes, params (string, string)[] headers)
    {
        var answer = await http.AppendAsync(url, offset, bytes, headers);
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.NoContent, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Offset();
    }

    public static Task<HttpResponseMessage> AskAsync(this HttpClient http, string url) => http.TusAsync("HEAD", url, null);

    /// <summary>How many bytes are there.</summary>
    public static async Task<long> OffsetAsync(this HttpClient http, string url)
    {
        var answer = await http.AskAsync(url);
        answer.EnsureSuccessStatusCode();
        return answer.Offset();
    }

    public static long Offset(this HttpResponseMessage answer) => long.Parse(answer.Header("Upload-Offset")!, CultureInfo.InvariantCulture);

    public static string? Header(this HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    /// <summary>The file that an upload became.</summary>
    public static async Task<long> ItemAsync(this HttpClient http, string url) =>
        long.Parse((await http.AskAsync(url)).Content.Headers.ContentLocation!.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture);

    /// <summary>The path and query of an address.</summary>
    public static string Path(this string url) => new Uri(url).PathAndQuery;

    /// <summary>Begins to send, and breaks off after some bytes.</summary>
    public static async Task BreakOffAsync(TestUser user, string url, long offset, byte[] rest, int sent, TimeSpan after, bool reset)
    {
        var request = await RawRequest.StartAsync(user, "PATCH", url.Path(), "Tus-Resumable: 1.0.0", $"Upload-Offset: {offset}", "Content-Type: application/offset+octet-stream", $"Content-Length: {rest.Length}");
        await request.SendAsync(rest[..sent]);
        await Task.Delay(after);
        if (reset) request.Break();
        else await request.DisposeAsync();
    }
}
