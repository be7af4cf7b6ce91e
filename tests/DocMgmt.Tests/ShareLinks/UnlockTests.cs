using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>What a link's password opens, and for how long.</summary>
public class UnlockTests(Api api)
{
    private const string Password = "open sesame";

    [Fact]
    public async Task What_a_password_unlocked_needs_no_cookie_and_no_header()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();
        var file = (await alice.UploadAsync("f.png", content)).Id();
        var link = await alice.LinkAsync(file, new { password = Password });
        using var visitor = api.Service.NewVisitor();

        var opened = await visitor.UnlockAsync(link, Password);

        using var other = api.Service.NewVisitor();
        Assert.Equal(content, await other.GetByteArrayAsync(new Uri(opened.Text("download_url"))));
        Assert.Equal(content, await other.GetByteArrayAsync(new Uri(opened.Text("preview_url"))));
        var again = await other.VisitAsync(link, $"?unlock={opened.Text("unlock_token")}");
        Assert.Equal(opened.GetRawText(), (await again.SucceededAsync()).GetRawText());
        Assert.Equal("no-referrer", again.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal(content, await (await other.VisitAsync(link, "/download", change: r => r.Headers.Add("X-Share-Unlock", opened.Text("unlock_token")))).Content.ReadAsByteArrayAsync());
        Assert.Equal(opened.Id(), (await (await other.VisitAsync(link, content: JsonContent.Create(new { password = Password }))).SucceededAsync()).Id()); // a GET with a body, as the seed has it
        foreach (var deed in new[] { "", "/download", "/preview", "/archive" })
            Assert.Equal("no-store", (await other.VisitAsync(link, deed, Password)).Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Unlocking_one_link_opens_no_other()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var links = new[] { await alice.LinkAsync(folder, new { password = Password }), await alice.LinkAsync(folder, new { password = Password }) };
        // As if both had the same salt, so that nothing but the link tells them apart.
        await api.Service.ExecuteAsync("UPDATE share_links l SET password_hash = (SELECT password_hash FROM share_links WHERE id = $1) WHERE l.id = $2", links[0].Id(), links[1].Id());
        using var visitor = api.Service.NewVisitor();
        var unlock = (await visitor.UnlockAsync(links[0], Password)).Text("unlock_token");

        await (await visitor.VisitAsync(links[0], $"?unlock={unlock}")).SucceededAsync();
        await (await visitor.VisitAsync(links[1], $"?unlock={unlock}")).IsProblemAsync(HttpStatusCode.Unauthorized, "link_password_required");
    }

    [Fact]
    public async Task A_token_lasts_an_hour_and_is_good_as_it_was_given_only()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { password = Password });
        using var visitor = service.NewVisitor();
        var unlock = (await visitor.UnlockAsync(link, Password)).Text("unlock_token");
        var (until, signature) = (long.Parse(unlock.Split('.')[0]), unlock.Split('.')[1]);

        foreach (var forged in new[] { $"{until + 60}.{signature}", $"{until}.{signature[1..]}x", $"{until}.", $".{signature}", $"{until}", "", $"+{unlock}", $" {unlock}", $"{unlock}.{signature}" })
            await (await visitor.VisitAsync(link, $"?unlock={Uri.EscapeDataString(forged)}")).IsProblemAsync(HttpStatusCode.Unauthorized, "link_password_required");
        service.Clock.Advance(TimeSpan.FromMinutes(59));
        await (await visitor.VisitAsync(link, $"?unlock={unlock}")).SucceededAsync();
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        await (await visitor.VisitAsync(link, $"?unlock={unlock}")).IsProblemAsync(HttpStatusCode.Unauthorized, "link_password_required");
    }

    [Fact]
    public async Task A_token_of_a_link_has_one_spelling_but_for_capitals()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"));
        using var visitor = api.Service.NewVisitor();
        var token = link.Text("token");

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri($"/shared/{token.ToUpperInvariant()}", UriKind.Relative))).StatusCode);
        foreach (var other in new[] { $"%20{token}", $"{token}%0A", $"%7B{token}%7D", token.Replace("-", "", StringComparison.Ordinal) })
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(new Uri($"/shared/{other}", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_password_that_was_taken_away_or_set_later_counts_from_the_next_request()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { password = Password });
        using var visitor = api.Service.NewVisitor();

        await (await alice.ChangeLinkAsync(link, new { password = (string?)null })).SucceededAsync();
        Assert.Equal(JsonValueKind.Null, (await (await visitor.VisitAsync(link)).SucceededAsync()).GetProperty("unlock_token").ValueKind);
        await (await alice.ChangeLinkAsync(link, new { password = "another one" })).SucceededAsync();
        await (await visitor.VisitAsync(link, "", Password)).IsProblemAsync(HttpStatusCode.Unauthorized, "link_password_wrong");
        await (await visitor.VisitAsync(link, "", "another one")).SucceededAsync();
    }
}
