using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(DocMgmt.Tests.Pages.Browsers))]

namespace DocMgmt.Tests.Pages;

/// <summary>A Chromium, started when the first test wants one. Each test has windows of its own in it, which know nothing of each other.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private static readonly string[] Places = [Environment.GetEnvironmentVariable("CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // Root can't have Chromium's own sandbox; the rest spares a machine that has little, and asks nobody outside.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];

    private readonly SemaphoreSlim starting = new(1);
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) await chromium.DisposeAsync();
        playwright?.Dispose();
        starting.Dispose();
    }

    /// <summary>An empty window at a service, or the test is skipped where there is no Chromium.</summary>
    internal Task<Window> OpenAsync(TestService service, Look? look = null) => OpenAsync(service.Address, look);

    /// <param name="server">All that its pages may ask.</param>
    internal async Task<Window> OpenAsync(Uri server, Look? look = null)
    {
        look ??= new();
        var context = await (await ChromiumAsync()).NewContextAsync(new()
        {
            BaseURL = server.ToString(), JavaScriptEnabled = look.Script, Locale = look.Language, ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = "Europe/Vienna",
        });
        return await Window.OfAsync(context, server);
    }

    private async Task<IBrowser> ChromiumAsync()
    {
        await starting.WaitAsync();
        try
        {
            if (chromium is not null) return chromium;
            var path = Places.FirstOrDefault(File.Exists);
            if (path is null) Assert.Skip("There is no Chromium: ./test.sh installs Debian's, or say where one is with CHROMIUM.");
            playwright ??= await Playwright.CreateAsync();
            return chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
        }
        finally
        {
            starting.Release();
        }
    }
}

/// <summary>Who looks, and by what.</summary>
internal sealed record Look(bool Script = true, string Language = "en-GB");
