using Deque.AxeCore.Playwright;
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
        var inTheLight = await FaultsAsync(window.Page);
        await window.Page.SetViewportSizeAsync(360, 740);
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var onADarkPhone = await FaultsAsync(window.Page);

        Assert.Empty(inTheLight.Concat(onADarkPhone));
    }

    private static async Task<IEnumerable<string>> FaultsAsync(IPage page)
    {
        var result = await page.RunAxe(new() { RunOnly = Rules, Iframes = false }); // what users put into frames is theirs
        Assert.NotEmpty(result.Passes);
        return result.Violations.Select(v => $"{v.Impact} {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}");
    }

    private static Deque.AxeCore.Commons.RunOnlyOptions Rules => new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

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
