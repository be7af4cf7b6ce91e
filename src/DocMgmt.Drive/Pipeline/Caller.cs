using System.Net;
using System.Net.Sockets;

namespace DocMgmt.Drive.Pipeline;

/// <summary>Who sends the messages of this scope, and from where. Filled in by the head; nobody until then.</summary>
public sealed class Caller
{
    /// <summary>From a valid access token. Whether the user still may is decided with the statement that serves the request.</summary>
    public long? UserId { get; private set; }

    /// <summary>The sign-in that the access token belongs to.</summary>
    public Guid? SessionId { get; private set; }

    /// <summary>True for the service itself.</summary>
    public bool IsJob { get; private set; }

    /// <summary>True for the bearer of a URL that this service signed.</summary>
    public bool HasSignedUrl { get; private set; }

    /// <summary>The share link that the caller came in by; null: they are no visitor.</summary>
    public LinkVisit? Visit { get; private set; }

    /// <summary>Whose work it counts as: the user's or, of what visitors put into a folder, the maker's of the link.</summary>
    internal long? AuthorId => Visit is null ? UserId : Visit.AuthorId;

    /// <summary>What it means when a statement finds no caller any more, who was there when the request began.</summary>
    internal Problem IsOver => Visit is null ? Problems.SessionEnded : Problems.LinkGone;

    public IPAddress? Address { get; set; }

    /// <summary>Whom throttles take for one client: an address or, of IPv6, the network of 2^64 that a household or a machine has (RFC 6177).</summary>
    internal string Network => Address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => $"{mapped.MapToIPv4()}",
        { AddressFamily: AddressFamily.InterNetworkV6 } address => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        var address => $"{address}",
    };

    public string? UserAgent { get; set; }
    public string? RequestId { get; set; }

    /// <summary>From the request's Idempotency-Key; null: the request may be carried out each time.</summary>
    public IdempotencyKey? IdempotencyKey { get; set; }

    /// <summary>From the request's If-Match; null: it has none.</summary>
    public NamedStates? IfMatch { get; set; }

    /// <summary>From the request's If-None-Match, of what changes something; null: it has none.</summary>
    public NamedStates? IfNoneMatch { get; set; }

    public void SignIn(long userId, Guid sessionId) => (UserId, SessionId) = (userId, sessionId);
    public void BearSignedUrl() => HasSignedUrl = true;
    public void BecomeJob() => IsJob = true;

    /// <summary>From now on what a share link opens is all there is, whoever is signed in besides. Only <see cref="ShareLinks.ShareGate"/> lets anybody in.</summary>
    internal void ComeIn(LinkVisit visit)
    {
        (UserId, SessionId, HasSignedUrl, IsJob, Visit) = (null, null, false, false, visit);
        (IdempotencyKey, IfMatch, IfNoneMatch) = (null, null, null);
    }
}

/// <summary>One visitor's request through a share link.</summary>
/// <param name="Level">What the link gives: read, or write to those who may put files into its folder and see nothing.</param>
/// <param name="AuthorId">Who what they put there counts as made by; null where they only read.</param>
public sealed record LinkVisit(long LinkId, Level Level, long? AuthorId)
{
    /// <summary>Whether this request has taken one of the link's downloads, which it may then finish.</summary>
    public bool Took { get; internal set; }
}

/// <summary>A client's key for one request, within one method and route.</summary>
/// <param name="Route">Method and route pattern, e.g. <c>POST /v1/items</c>.</param>
/// <param name="Key">1–255 characters, as sent.</param>
public sealed record IdempotencyKey(string Route, string Key);
