using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>The password of a link, given to a page: what it opens, what it leaves behind, and what ends it.</summary>
public class PasswordPageTests(Api api, Browsers browsers)
{
    private const string Secret = "open sesame";

    [Fact]
    public async Task A_wrong_one_is_asked_for_again_and_the_right_one_leaves_no_key_in_the_address()
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        await using var window = await browsers.OpenAsync(api.Service);

        var asked = await window.VisitAsync(link);
        var wrong = await window.GivePasswordAsync("open barley");
        var alert = await window.Page.GetByRole(AriaRole.Alert).InnerTextAsync();
        var right = await window.GivePasswordAsync(Secret);

        Assert.Equal([401, 401, 200], new[] { asked!.Status, wrong.Status, right.Status });
        Assert.Contains("not the password", alert, StringComparison.Ordinal);
        Assert.Equal($"/shared/{link.Text("token")}", new Uri(window.Page.Url).PathAndQuery);
        Assert.Equal("Plan.txt", await window.TitleAsync());
        Assert.DoesNotContain("unlock=", await window.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?unlock=1.old")]
    [InlineData("?UNLOCK=1.old")]
    [InlineData("/download?unlock=1.old")]
    public async Task An_old_key_in_the_address_is_no_hindrance(string deed)
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        await using var window = await browsers.OpenAsync(api.Service);

        await window.VisitAsync(link, deed);
        var opened = await window.GivePasswordAsync(Secret);
        var again = await window.VisitAsync(link, "?unlock=1.old");

        Assert.Equal([200, 200], new[] { opened.Status, again!.Status });
        Assert.Equal($"/shared/{link.Text("token")}", new Uri(window.Page.Url).PathAndQuery);
    }

    [Fact]
    public async Task A_place_deep_inside_is_where_one_comes_to()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Plans");
        await alice.CreateFolderAsync("2026 & later", folder);
        var link = await alice.LinkAsync(folder, new { password = Secret });
        await using var window = await browsers.OpenAsync(api.Service);

        await window.VisitAsync(link, "?path=%2F2026%20%26%20later");
        await window.GivePasswordAsync(Secret);

        Assert.Equal("2026 & later", await window.TitleAsync());
    }

    [Fact]
    public async Task A_download_that_asks_for_the_password_leads_to_the_files_page()
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        await using var window = await browsers.OpenAsync(api.Service);

        await window.VisitAsync(link, "/download");
        await window.GivePasswordAsync(Secret);
        var (name, content) = await window.SaveAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "Download" }));

        Assert.Equal(("Plan.txt", "one, two"), (name, Encoding.UTF8.GetString(content)));
    }

    [Fact]
    public async Task A_new_password_ends_what_the_old_one_opened()
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(link);
        await window.GivePasswordAsync(Secret);
        await window.Page.FrameLocator("iframe").Locator("pre").WaitForAsync();

        await (await alice.ChangeLinkAsync(link, new { password = "another one" })).SucceededAsync();
        var old = await window.Page.ReloadAsync();
        var anew = await window.GivePasswordAsync("another one");

        Assert.Equal([401, 200], new[] { old!.Status, anew.Status });
    }

    [Fact]
    public async Task Too_many_guesses_are_told_when_to_go_on()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("Plans"), new { password = Secret });
        await using var window = await browsers.OpenAsync(service);
        await window.VisitAsync(link);

        for (var i = 0; i < 10; i++) Assert.Equal(401, (await window.GivePasswordAsync($"guess {i}")).Status);
        var stopped = await window.GivePasswordAsync(Secret);

        Assert.Equal(429, stopped.Status);
        Assert.Equal("Too many attempts", await window.TitleAsync());
        Assert.Matches("several failures. Try again in \\d+ minutes", await window.Page.Locator("main").InnerTextAsync());
    }

    [Fact]
    public async Task No_password_is_no_guess()
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        using var visitor = api.Service.NewVisitor();

        foreach (var form in new KeyValuePair<string, string>[][] { [], [new("password", "")] })
            await (await visitor.VisitAsync(link, "/unlock", method: HttpMethod.Post, content: new FormUrlEncodedContent(form))).IsProblemAsync(HttpStatusCode.Unauthorized, "link_password_required");
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused()
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        using var visitor = api.Service.NewVisitor();

        var answer = await visitor.VisitAsync(link, "/unlock", method: HttpMethod.Post, content: new FormUrlEncodedContent(Enumerable.Range(0, 2_000).Select(i => KeyValuePair.Create($"f{i}", ""))));

        await answer.IsProblemAsync(HttpStatusCode.BadRequest, "malformed_request");
    }

    private async Task<(TestUser Alice, long File)> FileAsync()
    {
        var alice = await api.NewUserAsync();
        return (alice, (await alice.UploadAsync("Plan.txt", "one, two"u8.ToArray())).Id());
    }
}
