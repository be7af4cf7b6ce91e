using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DocMgmt.Tests.Harness;
using static DocMgmt.Tests.Rest.BadInputWorld;

namespace DocMgmt.Tests.Rest;

/// <summary>Tokens that open nothing, on routes of every kind.</summary>
public class BadInputTokenTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    private static readonly Dictionary<string, Func<BadInputWorld, string>> Tokens = new(StringComparer.Ordinal)
    {
        ["none"] = _ => "",
        ["no token at all"] = _ => "x",
        ["an expired one"] = w => w.ExpiredToken,
        ["one with changed claims"] = w => ForgedToken.Flipped(w.Alice, 1),
        ["one with a changed signature"] = w => ForgedToken.Flipped(w.Alice, 2),
        ["one without a signature"] = w => string.Join('.', w.Alice.AccessToken.Split('.')[..2]) + ".",
        ["one that asks for no signature"] = w => ForgedToken.Unsigned(w.Alice),
        ["one that says none and is signed"] = w => Forged(w, (header, _) => header["alg"] = "none"),
        ["one of another algorithm"] = w => Forged(w, (header, _) => header["alg"] = "HS512"),
        ["one for another audience"] = w => Forged(w, (_, claims) => claims["aud"] = "another"),
        ["one of another issuer"] = w => Forged(w, (_, claims) => claims["iss"] = "another"),
        ["one for a later time"] = w => Forged(w, (_, claims) => claims["nbf"] = claims["exp"]!.GetValue<long>() - 1),
        ["one signed with another key"] = w => ForgedToken.Of(w.Alice, (_, _) => { }, RandomNumberGenerator.GetBytes(32)),
        ["one signed with the key of upload URLs"] = w => ForgedToken.Of(w.Alice, (_, _) => { }, ForgedToken.Key(w.Service, "upload url")),
    };

    public static TheoryData<string> Names => [.. Tokens.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Opens_nothing(string name)
    {
        Func<BadInputWorld, HttpRequestMessage>[] requests =
        [
            w => Get($"/v1/items/{w.Folder}"),
            w => Get($"/v1/files/{w.File}/download"),
            _ => Json("POST", "/v1/items", """{"item_name": "x", "type": "folder"}"""),
            _ => Bytes("PUT", "/v1/files/content?item_name=x", [1]),
            _ => Form([1]),
            w => new(HttpMethod.Delete, $"/v1/files/upload/{w.Announced.VersionId}"),
            _ => Json("PATCH", "/v1/users/me", """{"display_name": "x"}"""),
        ];

        foreach (var request in requests)
        {
            var response = await world.IsRefusedAsync(new(401, "unauthorized", w =>
            {
                var made = request(w);
                made.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Tokens[name](w)}");
                return made;
            }));
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
    }

    private static string Forged(BadInputWorld world, Action<JsonObject, JsonObject> change) => ForgedToken.Of(world.Alice, change, ForgedToken.Key(world.Service));
}
