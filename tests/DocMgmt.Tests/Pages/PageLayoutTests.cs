using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>All pages, on a phone and on a desk, in the light and in the dark. DOCMGMT_SCREENSHOTS=folder keeps a picture of each, to be looked at.</summary>
public class PageLayoutTests(OwnService own, Browsers browsers) : IClassFixture<OwnService>
{
    private static readonly (string Name, int Width, int Height)[] Screens = [("desk", 1280, 800), ("phone", 360, 740)];
    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    /// <summary>What reaches beyond its card, or beyond the window; but for what only screen readers see.</summary>
    private const string SticksOut = """
        () => [...document.querySelectorAll('main *')].filter((e) => {
            const [box, card] = [e.getBoundingClientRect(), (e.closest('.card') ?? document.body).getBoundingClientRect()];
            return box.width > 0 && !e.closest('.unseen, .skip, input[type=file]') && (box.right > card.right + 1 || box.left < card.left - 1 || box.right > innerWidth);
        }).map((e) => e.outerHTML.slice(0, 80)).join('\n')
        """;

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
                Assert.Equal("", await window.Page.EvaluateAsync<string>(SticksOut));
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
        Assert.Equal("", await window.Page.EvaluateAsync<string>(SticksOut));
    }

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("DOCMGMT_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await page.WaitForTimeoutAsync(500); // until frames have painted
        await page.ScreenshotAsync(new() { Path = $"{folder}/{name}.png", FullPage = true });
    }
}
