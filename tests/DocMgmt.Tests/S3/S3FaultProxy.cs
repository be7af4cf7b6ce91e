using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Tests.S3;

/// <summary>What may happen to a request on its way to the store, or to the answer on its way back.</summary>
public enum Fault
{
    /// <summary>500, with the store never asked.</summary>
    Broken,

    /// <summary>503 SlowDown, the same.</summary>
    Busy,

    /// <summary>The connection ends before anything is answered.</summary>
    Cut,

    /// <summary>The store does it, and nobody hears of it.</summary>
    AnswerLost,

    /// <summary>The connection ends in the middle of the answer's body.</summary>
    AnswerCut,

    /// <summary>Some time passes before the store is asked.</summary>
    Slow,

    /// <summary>404, the same: what stands between knows no such path.</summary>
    Absent,

    /// <summary>Nothing more comes after half of the answer's body, and the connection stays.</summary>
    Stalled,
}

/// <summary>Stands before the S3 server and does to requests what a test wants. What is signed stays as it was.</summary>
internal sealed class S3FaultProxy : IAsyncDisposable
{
    private static readonly string[] OfConnection = ["Connection", "Transfer-Encoding", "Keep-Alive", "Host", "Expect"];

    private readonly WebApplication app;
    private readonly HttpClient store = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None });

    private S3FaultProxy(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>Says what happens to a request; null: nothing.</summary>
    public Func<HttpRequest, Fault?> Meet { get; set; } = _ => null;

    /// <summary>Changes what the store answered, before its body.</summary>
    public Action<HttpContext> Answered { get; set; } = _ => { };

    public static async Task<S3FaultProxy> StartAsync()
    {
        await S3Server.Instance.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var proxy = new S3FaultProxy(app);
        app.Run(proxy.PassAsync);
        await app.StartAsync();
        return proxy;
    }

    /// <summary>Each request that is like none before meets that fault; its repetition does not.</summary>
    public void FailFirst(Fault fault)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        Meet = request => seen.TryAdd($"{request.Method} {request.Path}{request.QueryString} {request.Headers.Range}", true) ? fault : null;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        store.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        var fault = Meet(http.Request);
        switch (fault)
        {
            case Fault.Broken: await RefuseAsync(http, HttpStatusCode.InternalServerError, "InternalError"); return;
            case Fault.Busy: await RefuseAsync(http, HttpStatusCode.ServiceUnavailable, "SlowDown"); return;
            case Fault.Absent: await RefuseAsync(http, HttpStatusCode.NotFound, "NoSuchKey"); return;
            case Fault.Cut: http.Abort(); return;
            case Fault.Slow: await Task.Delay(TimeSpan.FromMilliseconds(200)); break;
        }

        using var answer = await store.SendAsync(Copy(http.Request), HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        if (fault == Fault.AnswerLost)
        {
            await answer.Content.ReadAsByteArrayAsync();
            http.Abort();
            return;
        }

        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase)) http.Response.Headers[name] = values.ToArray();
        }

        Answered(http);
        if (HttpMethods.IsHead(http.Request.Method) || answer.StatusCode == HttpStatusCode.NoContent) return;
        if (fault is not (Fault.AnswerCut or Fault.Stalled))
        {
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
            return;
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        await http.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await http.Response.Body.FlushAsync();
        if (fault == Fault.Stalled) await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        http.Abort();
    }

    private static HttpRequestMessage Copy(HttpRequest request)
    {
        // As it stands in the request: the path is signed, with its escapes.
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var copy = new HttpRequestMessage(new(request.Method), new Uri(S3Server.Instance.Address, target));
        if (request.ContentLength is not null) copy.Content = new StreamContent(request.Body);
        foreach (var (name, values) in request.Headers)
        {
            if (OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (!copy.Headers.TryAddWithoutValidation(name, values.ToArray())) copy.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        copy.Headers.Host = request.Host.Value;
        return copy;
    }

    private static Task RefuseAsync(HttpContext http, HttpStatusCode status, string code)
    {
        http.Response.StatusCode = (int)status;
        http.Response.ContentType = "application/xml";
        return http.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>A test wants it so.</Message></Error>");
    }
}
