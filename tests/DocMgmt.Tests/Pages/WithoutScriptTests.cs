using System.Text;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>What a browser does that runs no script: all but many files at once.</summary>
public class WithoutScriptTests(Api api, Browsers browsers)
{
    private static readonly Look NoScript = new(Script: false);

    [Fact]
    public async Task A_password_is_given_and_a_file_saved()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();
        var link = await alice.LinkAsync((await alice.UploadAsync("a.bin", content)).Id(), new { password = "open sesame" });
        await using var window = await browsers.OpenAsync(api.Service, NoScript);

        await window.VisitAsync(link);
        await window.GivePasswordAsync("open sesame");

        Assert.Equal(content, (await window.SaveAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "Download" }))).Content);
    }

    [Fact]
    public async Task A_folder_is_walked_sorted_and_saved()
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("Top");
        await alice.UploadAsync("a.txt", "a"u8.ToArray(), await alice.CreateFolderAsync("Below", top));
        await using var window = await browsers.OpenAsync(api.Service, NoScript);
        await window.VisitAsync(await alice.LinkAsync(top));

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Name" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Below", Exact = true }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "a.txt", Exact = true }).ClickAsync();
        var text = await window.Page.FrameLocator("iframe").Locator("pre").InnerTextAsync();
        await window.Page.GetByRole(AriaRole.Navigation).GetByText("Top").ClickAsync();

        Assert.Equal("a", text);
        Assert.Equal("Top.zip", (await window.SaveAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "Download all" }))).Name);
        Assert.False(await window.Page.GetByText("Copy address").IsVisibleAsync());
    }

    [Fact]
    public async Task A_file_is_sent_and_its_receipt_shown()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Inbox");
        var content = TestUser.NewContent(20_000);
        await using var window = await browsers.OpenAsync(api.Service, NoScript);
        await window.VisitAsync(await alice.LinkAsync(folder, new { permission_type = "write", password = "open sesame" }));
        await window.GivePasswordAsync("open sesame");

        await window.Page.SetInputFilesAsync("#file", PageKinds.File("sent <b>.bin", content));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await window.Page.GetByText("Your file has arrived").WaitForAsync();
        var receipt = await window.Page.Locator("main").InnerTextAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Send another file" }).ClickAsync();

        Assert.Contains("Your file has arrived", receipt, StringComparison.Ordinal);
        Assert.Contains("sent <b>.bin · 20 KB", receipt, StringComparison.Ordinal);
        Assert.Contains(TestUser.Sha256(content), receipt, StringComparison.Ordinal);
        Assert.Equal("Send files to “Inbox”", await window.TitleAsync());
        var stored = Assert.Single((await alice.GetJsonAsync($"/v1/items/{folder}/children")).GetProperty("data").EnumerateArray());
        Assert.Equal(content, await alice.DownloadAsync(stored.Id()));
    }

    [Fact]
    public async Task A_file_that_is_not_taken_says_why_and_leads_back()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("Inbox"), new { permission_type = "write", max_upload_bytes = 10 });
        await using var window = await browsers.OpenAsync(api.Service, NoScript);
        await window.VisitAsync(link);

        await window.Page.SetInputFilesAsync("#file", PageKinds.File("a.txt", Encoding.ASCII.GetBytes("eleven bytes")));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        var said = await window.TitleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the start" }).ClickAsync();

        Assert.Equal("This file is too large", said);
        Assert.Equal("Send files to “Inbox”", await window.TitleAsync());
    }

    [Fact]
    public async Task The_code_of_the_address_is_there()
    {
        var alice = await api.NewUserAsync();
        await using var window = await browsers.OpenAsync(api.Service, NoScript);
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("Plans"));
        await window.VisitAsync(link);

        await window.Page.GetByText("Open on another device").ClickAsync();

        Assert.True(await window.Page.GetByRole(AriaRole.Img, new() { Name = "QR code" }).IsVisibleAsync());
        Assert.Equal($"{api.Service.Address.ToString().TrimEnd('/')}/shared/{link.Text("token")}", await window.Page.GetByLabel("Address of this link").InputValueAsync());
    }
}
