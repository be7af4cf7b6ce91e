using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>What users put in, so that it acts as the site in a visitor's browser, and how it fails.</summary>
public class HostileContentTests(Api api, Browsers browsers)
{
    private const string Script = "document.cookie = 'ran=1; path=/'; window.ran = true; if (window.opener || parent !== window) { (window.opener || parent).postMessage('ran', '*'); }";

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
    public async Task A_document_with_a_script_runs_none_in_this_site(string name, string content, string? type)
    {
        var alice = await api.NewUserAsync();
        var file = await (await alice.PutContentAsync(name, Encoding.UTF8.GetBytes(content), mimeType: type)).SucceededAsync();
        var link = await alice.LinkAsync(file.Id());
        await using var window = await browsers.OpenAsync(api.Service);
        window.Expected = "";

        await window.VisitAsync(link);                                     // as the page shows it
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        foreach (var deed in new[] { "/preview", "/download", "/archive" }) // and wherever else its bytes are
        {
            var tab = await window.Page.Context.NewPageAsync();
            await tab.GotoAsync("/"); // so that a download leaves a page of this site to look at
            await tab.EvaluateAsync("(url) => { const frame = document.createElement('iframe'); frame.src = url; document.body.append(frame); return new Promise((done) => { frame.onload = done; setTimeout(done, 300); }); }", $"/shared/{link.Text("token")}{deed}");
            await tab.EvaluateAsync("(url) => { window.open(url); }", $"/shared/{link.Text("token")}{deed}");
            await tab.WaitForTimeoutAsync(200);
        }

        Assert.DoesNotContain(await window.Page.Context.CookiesAsync(), c => c.Name == "ran");
        foreach (var tab in window.Page.Context.Pages.ToList())
        {
            foreach (var frame in tab.Frames.ToList().Where(f => !f.Url.StartsWith("chrome", StringComparison.Ordinal))) Assert.False(await frame.EvaluateAsync<bool>("() => window.ran === true"));
        }
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

    [Theory]
    [InlineData("ann\u202Efdp.exe", "ann\uFFFDfdp.exe")]
    [InlineData("a\u200Bb\u2066c", "a\uFFFDb\uFFFDc")]
    [InlineData("👨‍👩‍👧 می‌خواهم.txt", "👨‍👩‍👧 می‌خواهم.txt")]
    public async Task What_moves_letters_about_is_seen(string name, string shown)
    {
        var alice = await api.NewUserAsync();
        await using var window = await browsers.OpenAsync(api.Service);

        await window.VisitAsync(await alice.LinkAsync((await alice.UploadAsync(name, [1])).Id()));

        Assert.Equal(shown, await window.TitleAsync());
    }
}
