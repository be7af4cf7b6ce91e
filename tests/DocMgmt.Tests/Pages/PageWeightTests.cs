using System.Globalization;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>What a first visit costs: one page, and what that page names, below 50 KB in all.</summary>
public class PageWeightTests(Api api, Browsers browsers)
{
    private const int MostBytes = 50_000;

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("full folder")]
    [InlineData("password")]
    [InlineData("drop")]
    [InlineData("expired")]
    [InlineData("home")]
    public async Task One_round_of_requests_is_all(string kind)
    {
        var alice = await api.NewUserAsync();
        await using var window = await browsers.OpenAsync(api.Service);
        var sizes = new List<long>();
        window.Page.Response += (_, r) => { lock (sizes) sizes.Add(long.Parse(r.Headers["content-length"], CultureInfo.InvariantCulture)); };

        if (kind == "full folder") await window.VisitAsync(await alice.LinkAsync(await FullAsync(alice)));
        else await PageKinds.All[kind](alice, window);
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var page = window.Requests.First();
        using var reader = api.Service.NewVisitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { { "Accept", "text/html" } } };
        var html = await (await reader.SendAsync(request)).Content.ReadAsStringAsync();
        foreach (var url in window.Requests.Skip(1)) Assert.Contains(new Uri(url).AbsolutePath[1..], html, StringComparison.Ordinal);
        Assert.InRange(window.Requests.Count, 3, 4); // page, style, script, icon
        Assert.InRange(sizes.Sum(), 5_000, MostBytes);
    }

    [Fact]
    public async Task A_second_page_asks_for_itself_alone()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Top");
        await alice.CreateFolderAsync("Below", folder);
        var link = await alice.LinkAsync(folder);
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(link);
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await window.VisitAsync(link, "?path=/Below");
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.True(await window.Page.EvaluateAsync<bool>("() => performance.getEntriesByType('resource').every((r) => r.transferSize === 0)"));
        Assert.Equal(2, await window.Page.EvaluateAsync<int>("() => performance.getEntriesByType('resource').filter((r) => /page-/.test(r.name)).length"));
    }

    private static async Task<long> FullAsync(TestUser user)
    {
        var folder = await user.CreateFolderAsync("A folder with fifty files on its first page");
        for (var i = 0; i < 60; i++) await user.UploadAsync($"Photograph of the summer festival, number {i:0000}.jpeg", [(byte)i], folder);
        return folder;
    }
}
