using System.Net;
using System.Text.Json.Nodes;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Sessions;

/// <summary>What a good token is, and what it must say; BadInputTokenTests has those that open nothing.</summary>
public class AccessTokenTests(Api api)
{
    private byte[] Key() => ForgedToken.Key(api.Service);

    [Fact]
    public async Task A_token_is_worth_nothing_once_it_expired()
    {
        await using var service = await api.StartAsync("Auth__AccessTokenMinutes=5");
        var alice = await service.NewUserAsync();
        service.Clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/v1/users/me")).StatusCode);

        service.Clock.Advance(TimeSpan.FromMinutes(0.1));

        await (await alice.GetAsync("/v1/users/me")).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_token_made_like_ours_is_good_so_the_bad_ones_are_bad_for_their_one_fault() => await IsGoodAsync((_, _) => { }, Key());

    [Theory]
    [InlineData("sub", "nobody")]
    [InlineData("sid", "none")]
    [InlineData("aud", null)]
    [InlineData("iss", null)]
    [InlineData("exp", null)]
    [InlineData("nbf", null)]
    [InlineData("sub", null)]
    [InlineData("sid", null)]
    public Task A_token_with_a_wrong_or_missing_claim_is_refused(string claim, string? value) => IsRefusedAsync((_, payload) =>
    {
        if (value is null) payload.Remove(claim);
        else payload[claim] = value;
    }, Key());

    [Fact]
    public Task A_token_of_somebody_else_s_session_does_not_open_theirs() => IsRefusedAsync((_, payload) => payload["sid"] = Guid.NewGuid().ToString(), Key(), "session_ended");

    [Theory]
    [InlineData("None")]
    [InlineData("RS256")]
    public Task A_token_that_names_another_algorithm_is_refused(string algorithm) => IsRefusedAsync((header, _) => header["alg"] = algorithm, Key());

    [Fact]
    public async Task Tokens_that_are_none_are_refused()
    {
        var alice = await api.NewUserAsync();
        var parts = alice.AccessToken.Split('.');
        using var http = api.Service.Anonymous();
        string[] broken = ["..", $"{parts[0]}.{parts[1]}", $"{alice.AccessToken}.", $"{alice.AccessToken}.{parts[2]}", ForgedToken.Flipped(alice, 0)];

        foreach (var token in broken) await (await http.WithTokenAsync(token)).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_token_of_more_than_8_kB_is_refused_unread()
    {
        await IsGoodAsync((_, payload) => payload["more"] = new string('x', 4_000), Key());
        await IsRefusedAsync((_, payload) => payload["more"] = new string('x', 7_000), Key());
    }

    private async Task IsGoodAsync(Action<JsonObject, JsonObject> change, byte[] key) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(change, key)).StatusCode);

    private async Task IsRefusedAsync(Action<JsonObject, JsonObject> change, byte[] key, string code = "unauthorized") =>
        await (await SendAsync(change, key)).IsProblemAsync(HttpStatusCode.Unauthorized, code);

    /// <summary>A token of a new user's, with that header and those claims changed and signed by that key.</summary>
    private async Task<HttpResponseMessage> SendAsync(Action<JsonObject, JsonObject> change, byte[] key)
    {
        var alice = await api.NewUserAsync();
        using var http = api.Service.Anonymous();
        return await http.WithTokenAsync(ForgedToken.Of(alice, change, key));
    }
}
