using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Extensions;

namespace DocMgmt.Tests.Pages;

/// <summary>A reverse proxy that puts a path before all of the service's, and tells it nothing of that.</summary>
internal sealed class PrefixProxy : IAsyncDisposable
{
    private static readonly string[] NotForwarded = ["Transfer-Encoding", "Connection", "Content-Length", "Content-Type"];

    private readonly WebApplication app = WebApplication.Create(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private PrefixProxy(Uri service, string prefix)
    {
        app.Run(async context =>
        {
            if (!context.Request.Path.StartsWithSegments(prefix, out var rest)) return;
            using var request = new HttpRequestMessage(new(context.Request.Method), new Uri(service, UriHelper.BuildRelative("", rest, context.Request.QueryString)));
            if (context.Request.ContentLength > 0) request.Content = new StreamContent(context.Request.Body) { Headers = { { "Content-Type", context.Request.ContentType } } };
            foreach (var (name, values) in context.Request.Headers.Where(h => !NotForwarded.Contains(h.Key))) request.Headers.TryAddWithoutValidation(name, [.. values]);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Transfer-Encoding" or "Connection"))) context.Response.Headers[name] = values.ToArray();
            await answer.Content.CopyToAsync(context.Response.Body);
        });
    }

    /// <summary>With the prefix, and a slash at the end.</summary>
    public Uri Address { get; private set; } = null!;

    public static async Task<PrefixProxy> StartAsync(Uri service, string prefix)
    {
        var proxy = new PrefixProxy(service, prefix);
        await proxy.app.StartAsync();
        proxy.Address = new($"{proxy.app.Urls.First()}{prefix}/");
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }
}
