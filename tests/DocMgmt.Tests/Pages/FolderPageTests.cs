using System.IO.Compression;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>A folder behind a link in a browser: its list, its order, the ways in and out, and what is saved of it.</summary>
public class FolderPageTests(Api api, Browsers browsers)
{
    [Theory]
    [InlineData("", "Below,a.bin,b.txt,c.txt", "ascending")]
    [InlineData("Name", "Below,c.txt,b.txt,a.bin", "descending")]
    [InlineData("Size", "Below,b.txt,c.txt,a.bin", "ascending")]
    [InlineData("Size,Size", "Below,a.bin,c.txt,b.txt", "descending")]
    [InlineData("Changed", "Below,c.txt,a.bin,b.txt", "ascending")]
    public async Task It_is_sorted_by_its_heads_folders_first(string clicks, string order, string direction)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Mixed");
        await alice.CreateFolderAsync("Below", folder);
        foreach (var (name, size) in new[] { ("c.txt", 20), ("a.bin", 30), ("b.txt", 10) }) await alice.UploadAsync(name, TestUser.NewContent(size), folder);
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(await alice.LinkAsync(folder));

        foreach (var head in clicks.Split(',', StringSplitOptions.RemoveEmptyEntries)) await window.Page.Locator("th").GetByRole(AriaRole.Link, new() { Name = head }).ClickAsync();

        Assert.Equal(order, string.Join(',', await window.Page.Locator("tbody .name").AllInnerTextsAsync()));
        Assert.Equal(direction, await window.Page.Locator("th[aria-sort]").GetAttributeAsync("aria-sort"));
    }

    [Fact]
    public async Task One_goes_down_and_up_again()
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("Top");
        var below = await alice.CreateFolderAsync("50% & <more>", top);
        await alice.UploadAsync("Deep.txt", "deep"u8.ToArray(), below);
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(await alice.LinkAsync(top));

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "50% & <more>" }).First.ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Deep.txt", Exact = true }).ClickAsync();
        var way = await window.Page.GetByRole(AriaRole.Navigation).Locator("li").AllInnerTextsAsync();
        var title = await window.TitleAsync();
        await window.Page.GetByRole(AriaRole.Navigation).GetByText("50% & <more>").ClickAsync();
        var above = await window.TitleAsync();
        await window.Page.GetByRole(AriaRole.Navigation).GetByText("Top").ClickAsync();

        Assert.Equal(["Top", "50% & <more>", "Deep.txt"], way);
        Assert.Equal(["Deep.txt", "50% & <more>", "Top"], new[] { title, above, await window.TitleAsync() });
    }

    [Fact]
    public async Task A_long_one_is_read_page_by_page_each_name_once()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Long");
        for (var i = 0; i < 120; i++) await alice.CreateFolderAsync($"f{i:000}", folder);
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(await alice.LinkAsync(folder), "?order=-name");

        var seen = new List<string>(await window.Page.Locator("tbody .name").AllInnerTextsAsync());
        while (await window.Page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).CountAsync() > 0)
        {
            await window.Page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();
            seen.AddRange(await window.Page.Locator("tbody .name").AllInnerTextsAsync());
        }

        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(i => $"f{i:000}"), seen);
        Assert.Contains("120 items", await window.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "First page" }).ClickAsync();
        Assert.Equal("f119", await window.Page.Locator("tbody .name").First.InnerTextAsync());
    }

    [Fact]
    public async Task One_file_or_all_of_it_is_saved()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("All of it");
        var content = TestUser.NewContent();
        await alice.UploadAsync("one ünd.bin", content, folder);
        await alice.UploadAsync("two.bin", TestUser.NewContent(), await alice.CreateFolderAsync("Below", folder));
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(await alice.LinkAsync(folder));

        var one = await window.SaveAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "Download one ünd.bin" }));
        var all = await window.SaveAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "Download all" }));
        var below = await window.SaveAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "Download Below" }));

        Assert.Equal("one ünd.bin", one.Name);
        Assert.Equal(content, one.Content);
        Assert.Equal(("All of it.zip", "Below.zip"), (all.Name, below.Name));
        using var zip = new ZipArchive(new MemoryStream(all.Content));
        Assert.Equal(["All of it/Below/two.bin", "All of it/one ünd.bin"], zip.Entries.Where(e => e.Name.Length > 0).Select(e => e.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_one_may_only_look_nothing_offers_to_be_saved()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Look");
        await alice.UploadAsync("a.txt", TestUser.NewContent(), folder);
        var link = await alice.LinkAsync(folder, new { allow_download = false });
        await using var window = await browsers.OpenAsync(api.Service);

        await window.VisitAsync(link);
        var offers = await window.Page.Locator("a[href*=archive], a[href*=download]").CountAsync();
        var refused = await window.VisitAsync(link, "/archive");

        Assert.Equal(0, offers);
        Assert.Equal(403, refused!.Status);
        Assert.Equal("This can’t be downloaded", await window.TitleAsync());
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the start" }).ClickAsync();
        Assert.Equal("Look", await window.TitleAsync());
    }
}
