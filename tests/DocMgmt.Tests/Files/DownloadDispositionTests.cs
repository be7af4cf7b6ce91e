using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Contents that are to be shown, or saved under another name.</summary>
public class DownloadDispositionTests(Api api)
{
    [Theory]
    [InlineData("image/png")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/pdf")]
    [InlineData("application/json")]
    [InlineData("video/mp4")]
    [InlineData("application/octet-stream")]
    public async Task What_a_browser_only_shows_may_be_shown(string mimeType)
    {
        var (alice, file) = await FileAsync(mimeType);

        Assert.Equal("inline; filename=\"a\"", await DispositionAsync(alice, file, "disposition=inline"));
        Assert.Equal("attachment; filename=\"a\"", await DispositionAsync(alice, file, "disposition=attachment"));
        Assert.Equal("attachment; filename=\"a\"", await DispositionAsync(alice, file));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("application/xhtml+xml")]
    [InlineData("image/svg+xml")]
    [InlineData("text/xml")]
    [InlineData("application/xml")]
    [InlineData("application/atom+xml")]
    [InlineData("text/xsl")]
    [InlineData("text/javascript")]
    [InlineData("application/x-javascript")]
    [InlineData("text/javascript1.5")]
    [InlineData("application/ecmascript")]
    [InlineData("multipart/x-mixed-replace")]
    [InlineData("message/rfc822")]
    public async Task What_a_browser_would_run_is_only_saved(string mimeType)
    {
        var (alice, file) = await FileAsync(mimeType);

        Assert.Equal("attachment; filename=\"a\"", await DispositionAsync(alice, file, "disposition=inline"));
        Assert.Equal("attachment; filename=\"a.png\"", await DispositionAsync(alice, file, "disposition=inline&filename=a.png"));
    }

    [Theory]
    [InlineData("report.pdf", "inline; filename=\"report.pdf\"")]
    [InlineData("r%C3%A9sum%C3%A9.pdf", "inline; filename=\"r_sum_.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf")]
    [InlineData("a%22%3B%20x%3D%22b", "inline; filename=\"a_; x=_b\"; filename*=UTF-8''a%22%3B%20x%3D%22b")]
    public async Task It_is_saved_under_the_name_that_was_asked_for(string filename, string expected)
    {
        var (alice, file) = await FileAsync("image/png");

        Assert.Equal(expected, await DispositionAsync(alice, file, $"disposition=inline&filename={filename}"));
    }

    [Theory]
    [InlineData("disposition=show", "disposition", "Say attachment or inline.")]
    [InlineData("disposition=", "disposition", "Say attachment or inline.")]
    [InlineData("disposition=inline&disposition=inline", "disposition", "Say attachment or inline.")]
    [InlineData("filename=", "filename", "A name must not be empty.")]
    [InlineData("filename=..", "filename", "A name must not be \".\" or \"..\".")]
    [InlineData("filename=a%2Fb", "filename", "A name must not contain \"/\".")]
    [InlineData("filename=a%0D%0AX:%201", "filename", "A name must not contain control characters.")]
    public async Task What_makes_no_sense_is_named(string query, string field, string fault)
    {
        var (alice, file) = await FileAsync("image/png");

        var problem = await (await alice.GetAsync($"/v1/files/{file}/download?{query}")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal(fault, problem.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    private static async Task<string> DispositionAsync(TestUser user, long file, string query = "")
    {
        var response = await user.GetAsync($"/v1/files/{file}/download?{query}");
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        return response.Content.Headers.GetValues("Content-Disposition").Single();
    }

    private async Task<(TestUser User, long File)> FileAsync(string mimeType)
    {
        var alice = await api.NewUserAsync();
        return (alice, (await (await alice.PutContentAsync("a", TestUser.NewContent(), mimeType: mimeType)).SucceededAsync()).Id());
    }
}
