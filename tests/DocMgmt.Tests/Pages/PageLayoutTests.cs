using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>All pages, on a phone and on a desk, in the light and in the dark. DOCMGMT_SCREENSHOTS=folder keeps a picture of each, to be looked at.</summary>
public class PageLayoutTests(OwnService own, Browsers browsers) : IClassFixture<OwnService>
{
    private static readonly (string Name, int Width, int Height)[] Screens = [("desk", 1280, 800), ("phone", 360, 740)];
    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    public static TheoryData<string> Kinds() => [.. PageKinds.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nothing_sticks_out_and_the_dark_is_dark(string kind)
    {
        var alice = await own.Service.NewUserAsync();
        await using var window = await browsers.OpenAsync(own.Service);
        await PageKinds.All[kind](alice, window);

        foreach (var (screen, width, height) in Screens)
        {
            await window.Page.SetViewportSizeAsync(width, height);
            foreach (var scheme in Schemes)
            {
                await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await KeepAsync(window.Page, $"{kind}-{screen}-{scheme}");
                Assert.True(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"Something sticks out on the {screen}");
                var brightness = await window.Page.EvaluateAsync<int>("Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))");
                Assert.InRange(brightness, scheme == ColorScheme.Dark ? 0 : 230, scheme == ColorScheme.Dark ? 60 : 255);
            }
        }
    }

    [Theory]
    [InlineData("drop with files")]
    [InlineData("long folder")]
    [InlineData("look only, limited")]
    [InlineData("unknown")]
    public async Task German_words_fit_on_a_phone(string kind)
    {
        var alice = await own.Service.NewUserAsync();
        await using var window = await browsers.OpenAsync(own.Service, new(Language: "de-AT"));
        await window.Page.SetViewportSizeAsync(320, 640);

        await PageKinds.All[kind](alice, window);

        await KeepAsync(window.Page, $"{kind}-German");
        Assert.Equal("de", await window.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.True(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("DOCMGMT_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await page.WaitForTimeoutAsync(500); // until frames have painted
        await page.ScreenshotAsync(new() { Path = $"{folder}/{name}.png", FullPage = true });
    }
}
