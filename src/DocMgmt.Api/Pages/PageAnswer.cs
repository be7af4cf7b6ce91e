using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using DocMgmt.Api.Pages.Language;
using DocMgmt.Api.Pages.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace DocMgmt.Api.Pages;

/// <summary>A page as an answer: rendered here, whole, with headers by which nothing runs in it but its own script.</summary>
/// <param name="Title">Stands in the browser's tab.</param>
/// <param name="Body">The component between header and footer.</param>
/// <param name="Model">What that shows; null where it needs nothing.</param>
internal sealed record PageAnswer(string Title, Type Body, object? Model, int Status = StatusCodes.Status200OK) : IResult
{
    private const int NonceBytes = 16;

    /// <summary>Whether a page of this site may show it inside itself.</summary>
    public bool MayBeFramed { get; init; }

    public static PageAnswer Of<TBody>(string title, object? model, int status = StatusCodes.Status200OK)
        where TBody : IComponent => new(title, typeof(TBody), model, status);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var page = new Page(Title, Languages.Of(httpContext.Request), Root(httpContext.Request), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes)));
        var html = Encoding.UTF8.GetBytes(await RenderAsync(httpContext.RequestServices, page));
        var response = httpContext.Response;
        if (Gzip.IsTakenBy(httpContext.Request))
        {
            html = Gzip.Pack(html, CompressionLevel.Fastest);
            response.Headers.ContentEncoding = Gzip.Coding;
        }

        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = html.Length;
        response.Headers.ContentLanguage = page.Words.Tag;
        response.Headers.Vary = "Accept, Accept-Language, Accept-Encoding, Cookie";
        response.Headers.ContentSecurityPolicy = Policy(page.Nonce);
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await response.Body.WriteAsync(html, httpContext.RequestAborted);
    }

    // What users uploaded comes from this same address: so it is named where it may be shown, and a file of theirs is never a script or a style ('self' would allow it).
    private string Policy(string nonce) =>
        $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src 'self'; media-src 'self'; frame-src 'self'; connect-src 'self'; "
        + $"form-action 'self'; base-uri 'none'; frame-ancestors {(MayBeFramed ? "'self'" : "'none'")}";

    /// <summary>Leads from the request's address to the server's, with a slash at its end: <c>../</c>.</summary>
    public static string Root(HttpRequest request) => string.Concat(Enumerable.Repeat("../", Math.Max(0, request.Path.Value!.Count(c => c == '/') - 1)));

    private async Task<string> RenderAsync(IServiceProvider services, Page page)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var frame = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Page"] = page, ["Body"] = Body, ["Model"] = Model });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Frame>(frame)).ToHtmlString());
    }
}
