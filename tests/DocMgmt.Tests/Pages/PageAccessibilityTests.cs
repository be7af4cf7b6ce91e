using Deque.AxeCore.Commons;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>All pages by axe-core's rules, and by the keyboard.</summary>
public class PageAccessibilityTests(OwnService own, Browsers browsers) : IClassFixture<OwnService>
{
    public static TheoryData<string> Kinds() => [.. PageKinds.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Axe_finds_nothing(string kind)
    {
        var alice = await own.Service.NewUserAsync();
        await using var window = await browsers.OpenAsync(own.Service);
        await PageKinds.All[kind](alice, window);

        await window.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })");
        await window.Page.EvaluateAsync(Axe);
        var inTheLight = await FaultsAsync(window.Page, new { type = "tag", values = Tags });
        await window.Page.SetViewportSizeAsync(360, 740);
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var onADarkPhone = await FaultsAsync(window.Page, new { type = "rule", values = Looks }); // the rest is the same there

        Assert.Empty(inTheLight.Concat(onADarkPhone));
    }

    [Fact]
    public async Task A_fault_would_be_found()
    {
        await using var window = await browsers.OpenAsync(own.Service);
        await window.Page.GotoAsync("/");
        await window.Page.EvaluateAsync("() => document.querySelector('h1').append(document.createElement('button'))");
        await window.Page.EvaluateAsync(Axe);

        Assert.Contains("critical button-name", Assert.Single(await FaultsAsync(window.Page, new { type = "tag", values = Tags })), StringComparison.Ordinal);
    }

    private static async Task<string[]> FaultsAsync(IPage page, object rules)
    {
        var told = await page.EvaluateAsync<string[]>(Run, rules);
        Assert.NotEqual("0", told[0]);
        return told[1..];
    }

    /// <summary>How many rules hold, then what breaks one. What users put into frames is theirs.</summary>
    private const string Run = """
        async (rules) => {
            const result = await axe.run(document, { runOnly: rules, iframes: false, resultTypes: ['violations'] });
            return [`${result.passes.length}`, ...result.violations.map((v) => `${v.impact} ${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(' | ')}`)];
        }
        """;

    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], Looks = ["color-contrast", "target-size", "link-in-text-block"];
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private const string Name = """
        () => {
            const [element, labels] = [document.activeElement, document.activeElement.getAttribute('aria-labelledby')];
            return labels ? labels.split(' ').map((id) => document.getElementById(id).textContent).join(' ') : element.innerText.trim();
        }
        """;

    [Fact]
    public async Task A_folder_is_used_with_the_keyboard_alone()
    {
        var alice = await own.Service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Plans");
        await alice.UploadAsync("a.txt", "a"u8.ToArray(), folder);
        await using var window = await browsers.OpenAsync(own.Service);
        await window.VisitAsync(await alice.LinkAsync(folder));

        var reached = new List<string>();
        for (var i = 0; i < 9; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            reached.Add(await window.Page.EvaluateAsync<string>(Name));
            if (i > 0) Assert.True(await window.Page.EvaluateAsync<bool>("() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"), $"{reached[^1]} does not show that it has the focus");
        }

        Assert.Equal(["Skip to content", "Download all", "or as TAR", "Name", "Size", "Changed", "a.txt", "Download a.txt", "Open on another device"], reached);
        await window.Page.Keyboard.PressAsync("Enter");
        Assert.True(await window.Page.GetByLabel("QR code").IsVisibleAsync());
    }

    [Fact]
    public async Task Files_are_chosen_with_the_keyboard_alone()
    {
        var alice = await own.Service.NewUserAsync();
        await using var window = await browsers.OpenAsync(own.Service);
        await window.VisitAsync(await alice.LinkAsync(await alice.CreateFolderAsync("Inbox"), new { permission_type = "write" }));

        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.PressAsync("Tab");
        var chooser = await window.Page.RunAndWaitForFileChooserAsync(() => window.Page.Keyboard.PressAsync("Space"));
        await chooser.SetFilesAsync(PageKinds.File("a.txt", "a"u8.ToArray()));

        await window.Page.GetByText("All files have arrived: 1.").WaitForAsync();
        Assert.True(chooser.IsMultiple);
    }
}
