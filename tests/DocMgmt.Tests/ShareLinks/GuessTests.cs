using System.Collections.Concurrent;
using System.Net;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>Whoever tries out tokens or passwords meets the throttle, and others don't.</summary>
public class GuessTests(Api api)
{
    private const int Guesses = 1_000, Free = 10;
    private const string Password = "open sesame";

    [Fact]
    public async Task A_thousand_guessed_tokens_meet_the_throttle_and_a_link_that_is_there_still_opens()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"));
        using var guesser = service.NewVisitor();

        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < Guesses; n++) answers.Add((await guesser.GetAsync(new Uri($"/shared/{(n % 3 == 0 ? $"guess-{n}" : Guid.NewGuid())}", UriKind.Relative))).StatusCode);

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.NotFound, Free).Concat(Enumerable.Repeat(HttpStatusCode.TooManyRequests, Guesses - Free)), answers);
        await (await guesser.VisitAsync(link)).SucceededAsync(); // a mistyped address locks no office out
        using var other = service.NewVisitor();
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri($"/shared/{Guid.NewGuid()}", UriKind.Relative))).StatusCode);
        service.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.NotFound, (await guesser.GetAsync(new Uri($"/shared/{Guid.NewGuid()}", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_thousand_guessed_passwords_meet_the_throttle_of_the_link_and_of_the_address()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var (link, other) = (await alice.LinkAsync(folder, new { password = Password }), await alice.LinkAsync(folder, new { password = Password }));
        using var guesser = service.NewVisitor();
        using var innocent = service.NewVisitor();
        var unlock = (await innocent.UnlockAsync(link, Password)).Text("unlock_token");

        var answers = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Guesses), new ParallelOptions { MaxDegreeOfParallelism = 50 },
            async (n, _) => answers.Add(await CodeAsync(guesser.VisitAsync(link, "", $"guess {n}"))));

        Assert.Equal(Free, answers.Count(a => a == "link_password_wrong"));
        Assert.Equal(Guesses - Free, answers.Count(a => a == "too_many_attempts"));
        Assert.Equal("too_many_attempts", await CodeAsync(guesser.VisitAsync(link, "", Password)));   // the right one is a guess, too
        Assert.Equal("too_many_attempts", await CodeAsync(guesser.VisitAsync(other, "", Password)));  // from this address
        Assert.Equal("too_many_attempts", await CodeAsync(innocent.VisitAsync(link, "", Password)));  // at this link
        await (await innocent.VisitAsync(other, "", Password)).SucceededAsync();
        await (await innocent.VisitAsync(link, $"?unlock={unlock}")).SucceededAsync();                // who had it before stays in
        Assert.Equal(Free, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE share_link_id = $1 AND action = 'login_failed' AND ip_address IS NOT NULL AND user_id IS NULL", link.Id()));
        service.Clock.Advance(TimeSpan.FromMinutes(11));
        await (await guesser.VisitAsync(link, "", Password)).SucceededAsync();
    }

    [Fact]
    public async Task A_new_password_opens_a_link_that_guesses_at_the_old_one_had_closed()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { password = Password });
        using var guesser = service.NewVisitor();
        using var innocent = service.NewVisitor();
        for (var n = 0; n < Free; n++) await guesser.VisitAsync(link, "", $"guess {n}");
        Assert.Equal("too_many_attempts", await CodeAsync(innocent.VisitAsync(link, "", Password)));

        await (await alice.ChangeLinkAsync(link, new { password = "another one" })).SucceededAsync();

        await (await innocent.VisitAsync(link, "", "another one")).SucceededAsync();
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    public void An_address_is_one_client_and_of_IPv6_its_network(string one, string other, bool same) =>
        Assert.Equal(same, new Caller { Address = IPAddress.Parse(one) }.Network == new Caller { Address = IPAddress.Parse(other) }.Network);

    [Fact]
    public async Task Right_passwords_are_no_guesses()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { password = Password });
        using var visitor = service.NewVisitor();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * Free).Select(_ => visitor.VisitAsync(link, "", Password)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    private static async Task<string> CodeAsync(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        return response.IsSuccessStatusCode ? $"{(int)response.StatusCode}" : (await response.JsonAsync()).Text("code");
    }
}
