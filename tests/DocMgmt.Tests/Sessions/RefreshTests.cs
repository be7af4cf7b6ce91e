using System.Net;
using DocMgmt.Drive.Sessions;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Sessions;

public class RefreshTests(Api api)
{
    [Fact]
    public async Task A_refresh_token_is_taken_for_new_ones()
    {
        var alice = await api.NewUserAsync();
        using var http = api.Service.Anonymous();

        var first = await (await http.RefreshAsync(alice.RefreshToken)).SucceededAsync();
        var second = await (await http.RefreshAsync(first.Text("refresh_token"))).SucceededAsync();

        Assert.Equal(3, new[] { alice.RefreshToken, first.Text("refresh_token"), second.Text("refresh_token") }.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(HttpStatusCode.OK, (await http.WithTokenAsync(second.Text("access_token"))).StatusCode);
    }

    [Fact]
    public async Task A_refresh_token_that_comes_twice_ends_the_whole_session()
    {
        var alice = await api.NewUserAsync();
        var elsewhere = await api.Service.SignInAsync(alice.Email);
        using var http = api.Service.Anonymous();
        var fresh = await (await http.RefreshAsync(alice.RefreshToken)).SucceededAsync();

        await (await http.RefreshAsync(alice.RefreshToken)).IsProblemAsync(HttpStatusCode.Unauthorized, "refresh_token_invalid");

        await (await http.RefreshAsync(fresh.Text("refresh_token"))).IsProblemAsync(HttpStatusCode.Unauthorized, "refresh_token_invalid");
        await (await http.WithTokenAsync(fresh.Text("access_token"))).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/v1/users/me")).StatusCode);
    }

    [Fact]
    public async Task Of_many_refreshes_with_one_token_at_most_one_is_good()
    {
        var alice = await api.NewUserAsync();
        using var http = api.Service.Anonymous();

        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => http.RefreshAsync(alice.RefreshToken)));

        Assert.InRange(responses.Count(r => r.StatusCode == HttpStatusCode.OK), 0, 1);
        Assert.All(responses, r => Assert.True(r.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized, r.StatusCode.ToString()));
        var tokens = await api.Service.ScalarAsync<long>(
            "SELECT count(*) FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE s.user_id = $1", alice.Id);
        Assert.InRange(tokens, 1, 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    public async Task An_unknown_refresh_token_opens_nothing(string token)
    {
        using var http = api.Service.Anonymous();

        await (await http.RefreshAsync(token)).IsProblemAsync(HttpStatusCode.Unauthorized, "refresh_token_invalid");
    }

    [Fact]
    public async Task A_refresh_prolongs_the_session_and_without_one_it_ends()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        using var http = service.Anonymous();
        service.Clock.Advance(SignIns.Life - TimeSpan.FromMinutes(1));
        var fresh = await (await http.RefreshAsync(alice.RefreshToken)).SucceededAsync();
        service.Clock.Advance(SignIns.Life - TimeSpan.FromMinutes(1));
        var again = await (await http.RefreshAsync(fresh.Text("refresh_token"))).SucceededAsync();

        service.Clock.Advance(SignIns.Life);

        await (await http.RefreshAsync(again.Text("refresh_token"))).IsProblemAsync(HttpStatusCode.Unauthorized, "refresh_token_invalid");
    }

    [Fact]
    public async Task Refresh_tokens_are_kept_as_hashes_only()
    {
        var alice = await api.NewUserAsync();

        var hash = await api.Service.ScalarAsync<byte[]>(
            "SELECT token_hash FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE s.user_id = $1", alice.Id);

        Assert.Equal(TestUser.Sha256(System.Text.Encoding.ASCII.GetBytes(alice.RefreshToken)), Convert.ToHexStringLower(hash!));
    }

    [Fact]
    public async Task Ended_sessions_are_forgotten_and_others_kept()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        service.Clock.Advance(SignIns.Life);
        await service.SignInAsync(alice.Email);

        await service.RunJobAsync("expired-grants");

        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1", alice.Id));
    }
}
