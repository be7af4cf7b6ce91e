using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DocMgmt.Api.Auth;

/// <summary>Who bears a URL that a content is fetched by, and what they may fetch.</summary>
/// <param name="UserId">Who it was given to: it opens what they may still read, as long as they are signed in.</param>
public sealed record DownloadTicket(long ItemId, long VersionId, long UserId, Guid SessionId);

/// <summary>The URLs of this service that contents are fetched by without a token: one version of one file, for some minutes.</summary>
public sealed class DownloadUrls(Keys keys, TimeProvider clock)
{
    private readonly byte[] key = keys.For("download url");

    /// <summary>Absolute.</summary>
    /// <param name="server">From <see cref="Hosting.PublicAddress"/>.</param>
    public string For(DownloadTicket ticket, TimeSpan life, string server)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var expires = (clock.GetUtcNow() + life).ToUnixTimeSeconds();
        return $"{server}/v1/files/{ticket.ItemId}/content?version={ticket.VersionId}&user={ticket.UserId}&session={ticket.SessionId:N}&expires={expires}&signature={Sign(ticket, expires)}";
    }

    /// <param name="expires">As it stands in the URL, or null where it does not, like the signature.</param>
    public bool IsGood(DownloadTicket ticket, string? expires, string? signature) =>
        signature is not null && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(ticket, end)), Encoding.UTF8.GetBytes(signature))
        && clock.GetUtcNow().ToUnixTimeSeconds() < end;

    private string Sign(DownloadTicket ticket, long expires) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(
        $"GET version {ticket.VersionId} of item {ticket.ItemId} by user {ticket.UserId} in session {ticket.SessionId:N} until {expires}")));
}
