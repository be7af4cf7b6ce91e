using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DocMgmt.Api.Auth;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using static System.Buffers.Text.Base64Url;

namespace DocMgmt.Tests.Sessions;

public class AccessTokenTests(Api api)
{
    private byte[] Key(string purpose = "access token") => api.Service.Services.GetRequiredService<Keys>().For(purpose);

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
    [InlineData("aud", "another")]
    [InlineData("iss", "another")]
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

    [Fact]
    public Task A_token_that_is_not_valid_yet_is_refused() => IsRefusedAsync((_, payload) => payload["nbf"] = payload["nbf"]!.GetValue<long>() + 3600, Key());

    [Fact]
    public Task A_token_signed_with_another_key_is_refused() => IsRefusedAsync((_, _) => { }, RandomNumberGenerator.GetBytes(32));

    [Fact]
    public Task A_token_signed_with_the_key_of_upload_urls_is_refused() => IsRefusedAsync((_, _) => { }, Key("upload url"));

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS512")]
    [InlineData("RS256")]
    public Task A_token_that_names_another_algorithm_is_refused(string algorithm) => IsRefusedAsync((header, _) => header["alg"] = algorithm, Key());

    [Fact]
    public async Task Tokens_that_are_none_are_refused()
    {
        var alice = await api.NewUserAsync();
        var parts = alice.AccessToken.Split('.');
        using var http = api.Service.Anonymous();
        string[] broken =
        [
            "x", "..", $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $"{alice.AccessToken}.", $"{alice.AccessToken}.{parts[2]}",
            $"{EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{Flip(parts[2])}", $"{parts[0]}.{Flip(parts[1])}.{parts[2]}",
        ];

        foreach (var token in broken) await (await http.WithTokenAsync(token)).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_token_of_more_than_8_kB_is_refused_unread()
    {
        await IsGoodAsync((_, payload) => payload["more"] = new string('x', 4_000), Key());
        await IsRefusedAsync((_, payload) => payload["more"] = new string('x', 7_000), Key());
    }

    [Fact]
    public async Task A_refusal_says_how_to_sign_in()
    {
        using var http = api.Service.Anonymous();

        var response = await http.GetAsync(new Uri("/v1/users/me", UriKind.Relative));

        await response.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    private static string Flip(string part) => part[..5] + (part[5] == 'A' ? 'B' : 'A') + part[6..];

    private async Task IsGoodAsync(Action<JsonObject, JsonObject> change, byte[] key) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(change, key)).StatusCode);

    private async Task IsRefusedAsync(Action<JsonObject, JsonObject> change, byte[] key, string code = "unauthorized") =>
        await (await SendAsync(change, key)).IsProblemAsync(HttpStatusCode.Unauthorized, code);

    /// <summary>A token of a new user's, with that header and those claims changed and signed by that key.</summary>
    private async Task<HttpResponseMessage> SendAsync(Action<JsonObject, JsonObject> change, byte[] key)
    {
        var alice = await api.NewUserAsync();
        var parts = alice.AccessToken.Split('.');
        var (header, payload) = (JsonNode.Parse(DecodeFromChars(parts[0]))!.AsObject(), JsonNode.Parse(DecodeFromChars(parts[1]))!.AsObject());
        change(header, payload);
        var made = $"{EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        using var http = api.Service.Anonymous();
        return await http.WithTokenAsync($"{made}.{EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(made)))}");
    }
}
