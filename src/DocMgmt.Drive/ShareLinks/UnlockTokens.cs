using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>What the right password gives: for an hour, a way into that one link without it. Another password of the link ends it, the same one set again too.</summary>
/// <param name="key">32 bytes, the same on all nodes.</param>
public sealed class UnlockTokens(byte[] key, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>Fit to stand in a URL.</summary>
    public (string Token, DateTime ExpiresAt) Issue(long linkId, string passwordHash)
    {
        var expires = (clock.GetUtcNow() + Life).ToUnixTimeSeconds();
        return ($"{expires}.{Sign(linkId, passwordHash, expires)}", DateTimeOffset.FromUnixTimeSeconds(expires).UtcDateTime);
    }

    /// <returns>Until when it is good; null: it is not.</returns>
    public DateTime? Check(string? token, long linkId, string passwordHash) =>
        token?.Split('.') is [var until, var signature]
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
        && until == expires.ToString(CultureInfo.InvariantCulture)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(linkId, passwordHash, expires)), Encoding.UTF8.GetBytes(signature))
        && clock.GetUtcNow().ToUnixTimeSeconds() < expires
            ? DateTimeOffset.FromUnixTimeSeconds(expires).UtcDateTime
            : null;

    private string Sign(long linkId, string passwordHash, long expires) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"share link {linkId} until {expires} with {passwordHash}")));
}
