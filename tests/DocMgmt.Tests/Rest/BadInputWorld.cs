using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Rest;

/// <summary>A bad request, and what it is answered with.</summary>
internal sealed record BadInput(int Status, string Code, Func<BadInputWorld, HttpRequestMessage> Request);

/// <summary>
/// What bad requests of one class meet: a service of their own, in which nothing may change from one to the next. An hour has passed in it, so that
/// there are an expired token and an expired URL.
/// </summary>
public sealed class BadInputWorld(Api api) : IAsyncLifetime
{
    public const int MaxBytes = 100_000;

    public TestService Service { get; private set; } = null!;
    public TestUser Alice { get; private set; } = null!;

    /// <summary>An administrator, who has no level on what is Alice's.</summary>
    public TestUser Stranger { get; private set; } = null!;

    /// <summary>Has room for ten bytes.</summary>
    public TestUser Poor { get; private set; } = null!;
    public string ExpiredToken { get; private set; } = "";
    public byte[] Content { get; } = TestUser.NewContent(10_000);

    /// <summary>Ids of Alice's; the stranger's is somebody else's.</summary>
    public long Folder { get; private set; }
    public long File { get; private set; }
    public long StrangersFolder { get; private set; }
    internal PendingUpload Announced { get; private set; } = null!;
    internal PendingUpload Another { get; private set; } = null!;
    internal PendingUpload Expired { get; private set; } = null!;
    internal PendingUpload Completed { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await api.StartAsync($"Uploads__MaxBytes={MaxBytes}");
        Alice = await Service.NewUserAsync();
        Poor = await Service.NewUserAsync(quotaBytes: 10);
        (ExpiredToken, Expired) = (Alice.AccessToken, await Alice.AnnounceAsync("expired.bin", Content));
        Service.Clock.Advance(TimeSpan.FromMinutes(61));
        (Alice, Poor) = (await Service.SignInAsync(Alice.Email), await Service.SignInAsync(Poor.Email));
        Folder = await Alice.CreateFolderAsync("Work");
        for (var n = 0; n < 3; n++) await Alice.CreateFolderAsync($"{n}", Folder);
        File = (await Alice.UploadAsync("a.bin", Content)).Id();
        Stranger = await Service.SignInAsync(TestService.AdminEmail);
        StrangersFolder = await Stranger.CreateFolderAsync("Hers");
        Announced = await Alice.AnnounceAsync("announced.bin", TestUser.NewContent(10_000));
        Another = await Alice.AnnounceAsync("another.bin", TestUser.NewContent(10_000));
        Completed = await Alice.SendAsync("completed.bin", TestUser.NewContent());
        await Alice.VersionAsync(Completed);
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    /// <summary>Sends it, and checks that it gets its problem and that nothing has changed.</summary>
    internal async Task<HttpResponseMessage> IsRefusedAsync(BadInput cell)
    {
        var before = await Snapshot.OfAsync(Service);
        using var request = cell.Request(this);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "key");
        if (request.Headers.Authorization is null) request.Headers.Authorization = Alice.Http.DefaultRequestHeaders.Authorization;
        using var http = Service.Anonymous();

        var response = await http.SendAsync(request);

        await response.IsProblemAsync((HttpStatusCode)cell.Status, cell.Code);
        await before.IsUnchangedAsync();
        Assert.Empty(Service.Errors.Lines);
        return response;
    }

    internal static HttpRequestMessage As(TestUser user, HttpRequestMessage request)
    {
        request.Headers.Authorization = user.Http.DefaultRequestHeaders.Authorization;
        return request;
    }

    internal static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    internal static HttpRequestMessage Json(string method, string path, string body) =>
        new(new(method), path) { Content = new StringContent(body, null, "application/json") };

    internal static HttpRequestMessage Bytes(string method, string path, byte[] body, bool chunked = false, string? digest = null)
    {
        var request = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        if (digest is not null) request.Content.Headers.TryAddWithoutValidation("Repr-Digest", digest);
        return request;
    }

    internal static HttpRequestMessage Form(byte[] file, params (string Name, byte[] Value)[] fields)
    {
        var form = new MultipartFormDataContent("b");
        foreach (var (name, value) in fields) form.Add(new ByteArrayContent(value), name);
        form.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "file", "form.bin");
        return new(HttpMethod.Post, "/v1/files") { Content = form };
    }

    internal static HttpRequestMessage Form(byte[] file, string name, string value) => Form(file, (name, Encoding.UTF8.GetBytes(value)));
}
