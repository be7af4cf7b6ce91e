using System.Net;
using System.Text;
using System.Text.Json;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>What users put in, so that it acts as the site in a visitor's browser, and how it fails.</summary>
public class HostileContentTests(Api api, Browsers browsers)
{
    private const string Script = "window.ran = true; if (parent !== window) { parent.postMessage('ran', '*'); } document.cookie = 'ran=1; path=/';";

    private static readonly string[] Deeds = ["/preview", "/download"];

    public static TheoryData<string, string, string?> Documents() => new()
    {
        { "page.html", $"<script>{Script}</script>", null },
        { "page.txt", $"<html><script>{Script}</script></html>", null },
        { "page", $"<!DOCTYPE html><html><body onload=\"{Script}\">", null },
        { "page.xhtml", $"<html xmlns='http://www.w3.org/1999/xhtml'><script>{Script}</script></html>", null },
        { "page.xml", $"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{Script}</x:script>", null },
        { "picture.svg", $"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{Script}\"><script>{Script}</script></svg>", null },
        { "picture.png", $"<svg xmlns='http://www.w3.org/2000/svg'><script>{Script}</script></svg>", "image/svg+xml" },
        { "picture.gif", $"<html><script>{Script}</script></html>", "image/gif" },
        { "paper.pdf", $"<html><script>{Script}</script></html>", "application/pdf" },
        { "notes.md", $"<html><script>{Script}</script></html>", "text/markdown; charset=utf-7" },
        { "parts", $"--b\r\nContent-Type: text/html\r\n\r\n<script>{Script}</script>\r\n--b--", "multipart/x-mixed-replace" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_with_a_script_runs_none(string name, string content, string? type)
    {
        var link = await LinkAsync(name, content, type);
        await using var window = await browsers.OpenAsync(api.Service);
        window.Expected = ""; // a browser complains of what it refuses

        Assert.False(await RunsAsync(window, link));
    }

    [Fact]
    public async Task One_that_was_sent_as_a_page_would_be_found_out()
    {
        var link = await LinkAsync("page.html", $"<script>{Script}</script>", null);
        await using var window = await browsers.OpenAsync(api.Service);
        await window.Page.Context.RouteAsync("**/preview", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"<script>{Script}</script>" }));

        Assert.True(await RunsAsync(window, link));
    }

    /// <summary>Opens the link's page, and all addresses where its bytes are: in a frame of this site's, and in a window of their own.</summary>
    private static async Task<bool> RunsAsync(Window window, JsonElement link)
    {
        var heard = false;
        await window.Page.ExposeFunctionAsync("hear", () => heard = true);
        await window.Page.AddInitScriptAsync("addEventListener('message', (e) => { if (e.data === 'ran') hear(); })");
        await window.VisitAsync(link);
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var ran = await HasRunAsync(window.Page);

        await window.Page.GotoAsync("/"); // whose policy allows frames of this site, as a file's page does
        foreach (var deed in Deeds)
        {
            var url = $"/shared/{link.Text("token")}{deed}";
            var saved = new TaskCompletionSource();
            window.Page.Download += (_, _) => saved.TrySetResult();
            var shown = window.Page.EvaluateAsync("(url) => new Promise((done) => { document.body.append(Object.assign(document.createElement('iframe'), { src: url, onload: done })); }).then(() => true)", url);
            await Task.WhenAny(shown, saved.Task).WaitAsync(TimeSpan.FromSeconds(30));
            var tab = await window.Page.Context.NewPageAsync();
            try
            {
                await tab.GotoAsync(url);
            }
            catch (PlaywrightException e) when (e.Message.Contains("Download is starting", StringComparison.Ordinal))
            {
                continue; // saved, not shown
            }

            ran |= await HasRunAsync(tab);
        }

        return ran || heard || await HasRunAsync(window.Page) || (await window.Page.Context.CookiesAsync()).Any(c => c.Name == "ran");
    }

    private static async Task<bool> HasRunAsync(IPage page)
    {
        foreach (var frame in page.Frames.ToList())
        {
            if (!frame.Url.StartsWith("chrome", StringComparison.Ordinal) && await frame.EvaluateAsync<bool>("() => window.ran === true")) return true;
        }

        return false;
    }

    private async Task<JsonElement> LinkAsync(string name, string content, string? type)
    {
        var alice = await api.NewUserAsync();
        return await alice.LinkAsync((await (await alice.PutContentAsync(name, Encoding.UTF8.GetBytes(content), mimeType: type)).SucceededAsync()).Id());
    }

    [Fact]
    public async Task Names_are_text_wherever_they_stand()
    {
        var alice = await api.NewUserAsync();
        const string Name = "\"><img src=x onerror=window.ran=true><script>window.ran=true<\u2044script>";
        var folder = await alice.CreateFolderAsync(Name);
        await alice.UploadAsync($"{Name}.txt", "a"u8.ToArray(), await alice.CreateFolderAsync(Name, folder));
        await using var window = await browsers.OpenAsync(api.Service);

        var link = await alice.LinkAsync(folder);
        foreach (var place in new[] { "", $"?path={Uri.EscapeDataString($"/{Name}")}", $"?path={Uri.EscapeDataString($"/{Name}/{Name}.txt")}" })
        {
            await window.VisitAsync(link, place);
            Assert.StartsWith(Name, await window.TitleAsync(), StringComparison.Ordinal);
            Assert.False(await window.Page.EvaluateAsync<bool>("() => window.ran === true || document.querySelector('img[src=x]') !== null"));
        }

        await window.VisitAsync(await alice.LinkAsync(folder, new { permission_type = "write" }));
        await window.Page.SetInputFilesAsync("#file", PageKinds.File("<img src=x onerror=window.ran=true>.txt", "a"u8.ToArray()));
        await window.Page.GetByText("Arrived", new() { Exact = true }).WaitForAsync();
        Assert.False(await window.Page.EvaluateAsync<bool>("() => window.ran === true || document.querySelector('img[src=x]') !== null"));
    }

    [Fact]
    public async Task A_script_that_somebody_uploaded_is_none_of_the_pages()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Code");
        var script = (await (await alice.PutContentAsync("code.js", "window.ran = true"u8.ToArray(), folder, mimeType: "text/javascript")).SucceededAsync()).Id();
        var style = (await (await alice.PutContentAsync("look.css", "body { display: none }"u8.ToArray(), folder, mimeType: "text/css")).SucceededAsync()).Id();
        var link = await alice.LinkAsync(folder);
        await using var window = await browsers.OpenAsync(api.Service);
        window.Expected = "Content Security Policy";
        await window.VisitAsync(link);

        await window.Page.EvaluateAsync("""
            async ([script, style]) => {
                const tried = [[Object.assign(document.createElement('script'), { src: script })], [Object.assign(document.createElement('link'), { rel: 'stylesheet', href: style })],
                    [Object.assign(document.createElement('script'), { textContent: 'window.ran = true' })]];
                for (const [element] of tried) {
                    await new Promise((done) => { element.onload = element.onerror = done; document.head.append(element); setTimeout(done, 500); });
                }
                document.body.insertAdjacentHTML('beforeend', '<a id="inline" href="javascript:window.ran=true" onclick="window.ran=true">x</a>');
                document.getElementById('inline').click();
            }
            """, new[] { $"/shared/{link.Text("token")}/download?item_id={script}", $"/shared/{link.Text("token")}/download?item_id={style}" });

        Assert.False(await window.Page.EvaluateAsync<bool>("() => window.ran === true"));
        Assert.Equal("flex", await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).display"));
    }

    [Theory]
    [InlineData("a.pdf", "/preview", "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'")] // WebKit shows none in a sandbox
    [InlineData("a.pdf", "/download", "sandbox; default-src 'none'")]
    [InlineData("a.txt", "/preview", "sandbox; default-src 'none'")]
    public async Task Contents_are_sent_in_a_sandbox_but_for_a_pdf_that_is_shown(string name, string deed, string policy)
    {
        var link = await LinkAsync(name, "content", null);
        using var visitor = api.Service.NewVisitor();

        var answer = await visitor.VisitAsync(link, deed);
        var several = await visitor.VisitAsync(link, deed, change: r => r.Headers.TryAddWithoutValidation("Range", "bytes=0-1,3-4"));

        Assert.Equal((policy, "sandbox; default-src 'none'"), (Policy(answer), Policy(several)));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));

        static string Policy(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
    }

    [Fact]
    public async Task No_other_site_puts_a_page_into_a_frame()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("Plans"));
        using var visitor = api.Service.NewVisitor();

        var answer = await visitor.VisitAsync(link, change: r => r.Headers.Accept.ParseAdd("text/html"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }
}
