using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>Names that would look like others.</summary>
public class ShownNameTests(Api api, Browsers browsers)
{
    [Theory]
    [InlineData("ann\u202Efdp.exe", "ann\uFFFDfdp.exe")]
    [InlineData("a\u200Bb\u2066c", "a\uFFFDb\uFFFDc")]
    [InlineData("👨‍👩‍👧 می‌خواهم.txt", "👨‍👩‍👧 می‌خواهم.txt")]
    public async Task What_moves_letters_about_is_seen(string name, string shown)
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync(name);
        await alice.UploadAsync(name, [1], await alice.CreateFolderAsync(name, top));
        var link = await alice.LinkAsync(top);
        await using var window = await browsers.OpenAsync(api.Service);

        await window.VisitAsync(link);
        var row = await window.Page.Locator("tbody .name").InnerTextAsync();
        await window.VisitAsync(link, $"?path={Uri.EscapeDataString($"/{name}/{name}")}");

        Assert.Equal([shown, shown], new[] { row, await window.TitleAsync() });
        Assert.Equal([shown, shown, shown], await window.Page.GetByRole(AriaRole.Navigation).Locator("li").AllInnerTextsAsync());
    }
}
