using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DocMgmt.Api.Auth;
using Microsoft.Extensions.DependencyInjection;
using static System.Buffers.Text.Base64Url;

namespace DocMgmt.Tests.Harness;

/// <summary>Access tokens that are made like the service's own, with a fault.</summary>
internal static class ForgedToken
{
    /// <summary>What the service signs with.</summary>
    public static byte[] Key(TestService service, string purpose = "access token") => service.Services.GetRequiredService<Keys>().For(purpose);

    /// <summary>The user's own token with another header and other claims, signed by that key.</summary>
    public static string Of(TestUser user, Action<JsonObject, JsonObject> change, byte[] key)
    {
        var parts = user.AccessToken.Split('.');
        var (header, payload) = (JsonNode.Parse(DecodeFromChars(parts[0]))!.AsObject(), JsonNode.Parse(DecodeFromChars(parts[1]))!.AsObject());
        change(header, payload);
        var made = $"{EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        return $"{made}.{EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(made)))}";
    }

    /// <summary>The same claims under a header that asks for no signature, and none.</summary>
    public static string Unsigned(TestUser user) => $"{EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{user.AccessToken.Split('.')[1]}.";

    /// <summary>With one character changed in that part: 0 header, 1 claims, 2 signature.</summary>
    public static string Flipped(TestUser user, int part)
    {
        var parts = user.AccessToken.Split('.');
        parts[part] = parts[part][..5] + (parts[part][5] == 'A' ? 'B' : 'A') + parts[part][6..];
        return string.Join('.', parts);
    }
}
