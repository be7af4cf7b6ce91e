using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DocMgmt.Api.Hosting;

namespace DocMgmt.Api.Auth;

/// <summary>The URLs that announced uploads are PUT to: whoever bears one needs no token, for an hour, for that one upload.</summary>
public sealed class UploadUrls(Keys keys, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly byte[] key = keys.For("upload url");

    /// <summary>Absolute.</summary>
    /// <param name="server">From <see cref="PublicAddress"/>.</param>
    public (string Url, DateTime ExpiresAt) For(long versionId, string server)
    {
        var expiresAt = clock.GetUtcNow() + Life;
        var expires = expiresAt.ToUnixTimeSeconds();
        return ($"{server}/v1/files/upload/{versionId}/content?expires={expires}&signature={Sign(versionId, expires)}", DateTimeOffset.FromUnixTimeSeconds(expires).UtcDateTime);
    }

    /// <param name="expires">As it stands in the URL, or null where it does not, like the signature.</param>
    public bool IsGood(long versionId, string? expires, string? signature) =>
        signature is not null && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(versionId, end)), Encoding.UTF8.GetBytes(signature))
        && clock.GetUtcNow().ToUnixTimeSeconds() < end;

    private string Sign(long versionId, long expires) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"PUT upload {versionId} until {expires}")));
}
