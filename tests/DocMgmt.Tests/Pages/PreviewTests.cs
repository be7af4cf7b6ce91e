using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>Each kind of content that a page shows, seen by a browser; behind a password too, which frames and players must get by with a cookie.</summary>
public class PreviewTests(Api api, Browsers browsers)
{
    private const string Secret = "open sesame";

    /// <summary>Which part of a picture is white.</summary>
    private const string Paper = """
        async (picture) => {
            const image = new Image();
            image.src = `data:image/png;base64,${picture}`;
            await image.decode();
            const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
            const pen = canvas.getContext('2d');
            pen.drawImage(image, 0, 0);
            const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
            return pixels.filter((p) => p === 0xffffffff).length / pixels.length;
        }
        """;

    [Theory]
    [InlineData(null)]
    [InlineData(Secret)]
    public async Task A_picture_is_shown(string? password)
    {
        await using var window = await ShowAsync("Blue.png", Contents.Png, password);

        Assert.Equal(240, await window.Page.Locator(".look img").EvaluateAsync<int>("i => i.decode().then(() => i.naturalWidth)"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Secret)]
    public async Task A_text_is_shown_in_a_sandbox_with_all_its_letters(string? password)
    {
        await using var window = await ShowAsync("Märchen.md", Encoding.UTF8.GetBytes("# Füße – <b>so</b> 語"), password);

        var frame = window.Page.Locator(".look iframe");
        Assert.Equal("", await frame.GetAttributeAsync("sandbox"));
        Assert.Equal("# Füße – <b>so</b> 語", await window.Page.FrameLocator(".look iframe").Locator("pre").InnerTextAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Secret)]
    public async Task A_pdf_is_shown_by_the_browsers_viewer(string? password)
    {
        await using var window = await ShowAsync("Invoice.pdf", Contents.Pdf, password);

        // The viewer is an extension of the browser's, in a process of its own: nothing of it is the page's but what it paints, white paper on a dark desk.
        await using var eye = await browsers.OpenAsync(api.Service);
        await Eventually.IsTrueAsync(async () =>
        {
            var picture = Convert.ToBase64String(await window.Page.Locator(".look iframe").ScreenshotAsync());
            return await eye.Page.EvaluateAsync<double>(Paper, picture) is > 0.05 and < 0.9;
        });
    }

    [Theory]
    [InlineData("Silence.wav", "audio", null)]
    [InlineData("Silence.wav", "audio", Secret)]
    public async Task Sound_is_played(string name, string element, string? password)
    {
        await using var window = await ShowAsync(name, Contents.Wav, password);

        Assert.Equal(0.1, await window.Page.Locator($".look {element}").EvaluateAsync<double>("a => new Promise((done, failed) => { a.onended = () => done(a.duration); a.onerror = () => failed(a.error.message); a.play(); })"), 3);
    }

    [Fact]
    public async Task A_video_is_played()
    {
        await using var camera = await browsers.OpenAsync(api.Service);
        await camera.Page.GotoAsync("/");
        var film = Convert.FromBase64String(await camera.Page.EvaluateAsync<string>("""
            () => new Promise((done) => {
                const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
                const draw = canvas.getContext('2d');
                const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
                recorder.ondataavailable = async (e) => done(btoa(String.fromCharCode(...new Uint8Array(await e.data.arrayBuffer()))));
                recorder.start();
                const brush = setInterval(() => { draw.fillStyle = '#' + Math.random().toString(16).slice(2, 8); draw.fillRect(0, 0, 64, 48); }, 40);
                setTimeout(() => { clearInterval(brush); recorder.stop(); }, 600);
            })
            """));
        await using var window = await ShowAsync("Film.webm", film, null);

        Assert.Equal(64, await window.Page.Locator(".look video").EvaluateAsync<int>("v => new Promise((done, failed) => { v.onplaying = () => done(v.videoWidth); v.onerror = () => failed(v.error.message); v.muted = true; v.play(); })"));
    }

    [Fact]
    public async Task A_link_of_few_downloads_spends_none_on_a_look_at_its_page()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync((await alice.UploadAsync("Blue.png", Contents.Png)).Id(), new { max_downloads = 2 });
        await using var window = await browsers.OpenAsync(api.Service);

        await window.VisitAsync(link);
        await window.VisitAsync(link);
        var before = (await alice.LinkNowAsync(link)).GetProperty("download_count").GetInt64();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Show the preview" }).ClickAsync();
        await window.Page.Locator(".look img").WaitForAsync();

        Assert.Equal(0, before);
        Assert.Equal(240, await window.Page.Locator(".look img").EvaluateAsync<int>("i => i.decode().then(() => i.naturalWidth)"));
        Assert.Equal(1, (await alice.LinkNowAsync(link)).GetProperty("download_count").GetInt64());
    }

    [Theory]
    [InlineData("Film.mp4")]
    [InlineData("Sound.mp3")]
    [InlineData("Paper.pdf")]
    [InlineData("Scan.tiff")]
    public async Task What_is_fetched_in_parts_or_in_a_tab_is_not_shown_by_a_link_of_few_downloads(string name)
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync((await alice.UploadAsync(name, Contents.Pdf)).Id(), new { max_downloads = 2 });
        await using var window = await browsers.OpenAsync(api.Service);

        await window.VisitAsync(link, "?show=true");

        Assert.Equal(0, await window.Page.Locator(".look, video, audio, iframe").CountAsync());
        Assert.True(await window.Page.GetByRole(AriaRole.Link, new() { Name = "Download" }).IsVisibleAsync());
    }

    [Fact]
    public async Task A_preview_that_fails_says_why_in_its_frame()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync((await alice.UploadAsync("Notes.txt", "one"u8.ToArray())).Id());
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(link);
        await window.Page.FrameLocator("iframe").Locator("pre").WaitForAsync();

        await (await alice.DeleteLinkAsync(link)).SucceededAsync();
        window.Expected = "Blocked script execution"; // the frame is a sandbox
        await window.Page.Locator("iframe").EvaluateAsync("(frame) => { frame.src = frame.src; }");

        Assert.Equal("This link doesn’t lead anywhere any more", await window.Page.FrameLocator("iframe").Locator("h1").InnerTextAsync());
    }

    [Theory]
    [InlineData("Empty.png")]
    [InlineData("Empty.pdf")]
    public async Task Of_nothing_there_is_nothing_to_see(string name)
    {
        await using var window = await ShowAsync(name, [], null);

        Assert.Equal(0, await window.Page.Locator(".look").CountAsync());
        Assert.Contains("look at this, not download it. There is no preview", await window.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_waits_for_a_tab_of_its_own()
    {
        await using var window = await ShowAsync("Log.txt", Encoding.ASCII.GetBytes(new string('x', 600_000)), null);

        Assert.Equal(0, await window.Page.Locator("iframe").CountAsync());
        var tab = await window.Page.Context.RunAndWaitForPageAsync(() => window.Page.GetByRole(AriaRole.Link, new() { Name = "Open the preview" }).ClickAsync());
        Assert.Equal(600_000, (await tab.Locator("pre").InnerTextAsync()).Length);
    }

    private async Task<Window> ShowAsync(string name, byte[] content, string? password)
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync((await alice.UploadAsync(name, content)).Id(), new { password, allow_download = false });
        var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(link);
        if (password is not null) Assert.Equal((int)HttpStatusCode.OK, (await window.GivePasswordAsync(password)).Status);
        return window;
    }
}
