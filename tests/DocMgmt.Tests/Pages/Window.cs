using System.Collections.Concurrent;
using System.Text.Json;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>A browser window of a visitor's, with cookies of its own. It fails its test when its page asked anybody but the service, or broke its own policy.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly Uri service;
    private readonly ConcurrentQueue<string> requests = [], complaints = [];

    private Window(IBrowserContext context, IPage page, Uri service) => (this.context, Page, this.service) = (context, page, service);

    public IPage Page { get; }

    /// <summary>Every address that was asked, in order.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>What a test expects a page to complain of: content that it refused to run.</summary>
    public string? Expected { get; set; }

    public static async Task<Window> OfAsync(IBrowserContext context, Uri service)
    {
        context.SetDefaultTimeout(30_000);
        var window = new Window(context, await context.NewPageAsync(), service);
        context.Request += (_, request) => window.requests.Enqueue(request.Url);
        window.Page.Console += (_, message) =>
        {
            // A page of a refusal is an error to the console, and no fault.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) window.complaints.Enqueue(message.Text);
        };
        window.Page.PageError += (_, error) => window.complaints.Enqueue(error);
        return window;
    }

    /// <param name="deed">What comes after the token.</param>
    public Task<IResponse?> VisitAsync(JsonElement link, string deed = "") => Page.GotoAsync($"/shared/{link.Text("token")}{deed}");

    /// <summary>Gives the password to the page that asks for it.</summary>
    /// <returns>The answer that one ends at.</returns>
    public async Task<IResponse> GivePasswordAsync(string password)
    {
        await Page.GetByLabel("Password").FillAsync(password);
        var answer = Page.WaitForResponseAsync(r => r.Request.IsNavigationRequest && r.Status != 303);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        return await answer;
    }

    public Task<string> TitleAsync() => Page.Locator("h1").InnerTextAsync();

    /// <summary>The bytes that a click saves, and under which name.</summary>
    public async Task<(string Name, byte[] Content)> SaveAsync(ILocator click)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => click.ClickAsync());
        return (download.SuggestedFilename, await File.ReadAllBytesAsync(await download.PathAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        var elsewhere = requests.Where(url => !url.StartsWith(service.ToString(), StringComparison.Ordinal) && !url.StartsWith("chrome", StringComparison.Ordinal)).ToList();
        var unexpected = complaints.Where(c => Expected is null || !c.Contains(Expected, StringComparison.Ordinal)).ToList();
        Assert.True(elsewhere.Count == 0, $"The page asked {string.Join(", ", elsewhere)}");
        Assert.True(unexpected.Count == 0, $"The page complained: {string.Join(", ", unexpected)}");
    }
}
