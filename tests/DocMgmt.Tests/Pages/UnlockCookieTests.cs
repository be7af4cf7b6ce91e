using System.Net;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>The cookie that a password leaves in a browser: where it goes, and who is told of it.</summary>
public class UnlockCookieTests(Api api, Browsers browsers)
{
    private const string Secret = "open sesame";

    [Fact]
    public async Task Its_cookie_is_no_scripts_and_goes_to_that_link_alone()
    {
        var (alice, file) = await FileAsync();
        var (link, other) = (await alice.LinkAsync(file, new { password = Secret }), await alice.LinkAsync(file, new { password = Secret }));
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(link);
        await window.GivePasswordAsync(Secret);

        var cookie = Assert.Single(await window.Page.Context.CookiesAsync());
        var elsewhere = await window.VisitAsync(other);

        Assert.Equal((true, SameSiteAttribute.Lax, $"/shared/{link.Text("token")}", false), (cookie.HttpOnly, cookie.SameSite, cookie.Path, cookie.Secure));
        Assert.InRange(cookie.Expires - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 3_000, 7_200); // an hour of the service's clock, which tests put forward
        Assert.Equal(401, elsewhere!.Status);
    }

    [Theory]
    [InlineData(null, "docs.example.com", false)]
    [InlineData("https://docs.example.com/files/", "docs.example.com", true)]
    [InlineData("https://docs.example.com/files/", "127.0.0.1:8080", false)] // which would not send it back
    public async Task The_cookie_is_for_https_alone_where_clients_come_by_it(string? publicUrl, string host, bool secure)
    {
        await using var service = await api.StartAsync(publicUrl is null ? [] : [$"Server__PublicUrl={publicUrl}"]);
        var alice = await service.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("Plans"), new { password = Secret });
        using var visitor = service.NewVisitor();

        var answer = await visitor.VisitAsync(link, "/unlock?path=/a%26b&UNLOCK=old", method: HttpMethod.Post, content: Form(Secret), change: r => r.Headers.Host = host);

        Assert.Equal((HttpStatusCode.SeeOther, $"../{link.Text("token")}?path=%2Fa%26b"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("path=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("shared", "")]
    [InlineData("shared", "/")]
    [InlineData("Shared", "")]
    public async Task Below_a_path_that_a_proxy_puts_before_and_in_any_letters_all_is_as_it_should_be(string path, string end)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Plans");
        await alice.UploadAsync("a.txt", "one, two"u8.ToArray(), await alice.CreateFolderAsync("2026", folder));
        var link = await alice.LinkAsync(folder, new { password = Secret });
        await using var proxy = await PrefixProxy.StartAsync(api.Service.Address, "/files/deeper");
        await using var window = await browsers.OpenAsync(proxy.Address);

        await window.Page.GotoAsync($"{proxy.Address}{path}/{(path == "shared" ? link.Text("token") : link.Text("token").ToUpperInvariant())}{end}");
        await window.GivePasswordAsync(Secret);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "2026", Exact = true }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "a.txt", Exact = true }).ClickAsync();

        Assert.Equal("one, two", await window.Page.FrameLocator("iframe").Locator("pre").InnerTextAsync());
        Assert.Equal("flex", await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).display")); // its style has come
        await window.Page.GetByRole(AriaRole.Navigation).GetByText("Plans").ClickAsync();
        Assert.Equal("Plans", await window.TitleAsync());
    }

    [Fact]
    public async Task What_the_cookie_has_no_script_is_told()
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        await using var window = await browsers.OpenAsync(api.Service);
        await window.VisitAsync(link);
        await window.GivePasswordAsync(Secret);

        var told = await window.Page.EvaluateAsync<string>("() => fetch(location, { headers: { Accept: 'application/json' } }).then((r) => r.text())");

        Assert.Contains("\"unlock_token\":null", told, StringComparison.Ordinal);
        Assert.DoesNotContain("unlock=", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_of_its_name_are_no_hindrance()
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        await using var window = await browsers.OpenAsync(api.Service);
        await window.Page.Context.AddCookiesAsync([new() { Name = "docmgmt_unlock", Value = "x", Url = api.Service.Address.ToString() }]);

        await window.VisitAsync(link);
        var opened = await window.GivePasswordAsync(Secret);

        Assert.Equal(200, opened.Status);
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", HttpStatusCode.SeeOther)]
    [InlineData("none", HttpStatusCode.SeeOther)]
    public async Task Another_site_lets_nobody_guess(string site, HttpStatusCode status)
    {
        var (alice, file) = await FileAsync();
        var link = await alice.LinkAsync(file, new { password = Secret });
        using var visitor = api.Service.NewVisitor();

        var answer = await visitor.VisitAsync(link, "/unlock", method: HttpMethod.Post, content: Form(Secret), change: r => r.Headers.Add("Sec-Fetch-Site", site));

        Assert.Equal(status, answer.StatusCode);
    }

    private static FormUrlEncodedContent Form(string password) => new([new("password", password)]);

    private async Task<(TestUser Alice, long File)> FileAsync()
    {
        var alice = await api.NewUserAsync();
        return (alice, (await alice.UploadAsync("Plan.txt", "one, two"u8.ToArray())).Id());
    }
}
