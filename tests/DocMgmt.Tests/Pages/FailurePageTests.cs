using System.Net;
using DocMgmt.Api.Pages.Language;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pages;

/// <summary>What a page says of a file that can't be had, and of a server that can't.</summary>
public class FailurePageTests(Api api, Browsers browsers)
{
    [Fact]
    public async Task A_file_without_content_offers_none()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.PostJsonAsync("/v1/items", new { type = "file", item_name = "Later.png" })).Id();
        var link = await alice.LinkAsync(file);
        using var visitor = api.Service.NewVisitor();
        await using var window = await browsers.OpenAsync(api.Service);

        var json = await (await visitor.VisitAsync(link)).SucceededAsync();
        await window.VisitAsync(link);

        Assert.Equal((null, null), (json.GetProperty("download_url").GetString(), json.GetProperty("preview_url").GetString()));
        Assert.Equal(0, await window.Page.Locator("main a, main img, main iframe").CountAsync());
        Assert.Contains(English.Words.Problems["no_content"].Text, await window.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_the_server_s_has_a_reference_and_leads_back()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var content = TestUser.NewContent();
        var link = await alice.LinkAsync((await alice.UploadAsync("a.bin", content)).Id());
        await service.ExecuteAsync("UPDATE blobs SET state = 'damaged' WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(content));
        await using var window = await browsers.OpenAsync(service);

        var answer = await window.VisitAsync(link, "/download");

        Assert.Equal((int)HttpStatusCode.InternalServerError, answer!.Status);
        Assert.Equal(English.Words.Problems["5xx"].Title, await window.TitleAsync());
        Assert.NotEqual("", await window.Page.Locator("code").InnerTextAsync());
        await window.Page.GetByText(English.Words.BackToStart).ClickAsync();
        Assert.Equal("a.bin", await window.TitleAsync());
    }
}
