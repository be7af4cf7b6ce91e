namespace DocMgmt.Blobs;

/// <summary>
/// A store that clients send bytes to and fetch them from by themselves, by URLs that are signed here. What a client sent is adopted, which makes it
/// like any other staged content, before anything refers to it: whoever still has a URL changes nothing of it then.
/// </summary>
public interface IDirectBlobStore : IBlobStore
{
    /// <summary>Thinks of a place for one upload; asks nobody.</summary>
    /// <param name="announced">What the content's hash is to be; null when nobody said.</param>
    /// <param name="length">Of the content, in bytes.</param>
    DirectPlace NewPlace(Sha256Hash? announced, long length);

    /// <summary>Prepares a place that takes its content in parts; answers the handle of that.</summary>
    Task<string> StartPartsAsync(DirectPlace place, CancellationToken ct);

    /// <summary>Signs URLs for parts of the content; a place that takes it whole has one part.</summary>
    /// <param name="partsId">From <see cref="StartPartsAsync"/>; null for a place that takes it whole.</param>
    /// <param name="first">The number of the first one, from 1.</param>
    /// <param name="most">How many at most.</param>
    IReadOnlyList<DirectPart> Sign(DirectPlace place, string? partsId, int first, int most, TimeSpan life);

    /// <summary>
    /// Takes what a client sent: puts it where no client can write any more, reads it back from there and hashes it. Durable, under a staging name,
    /// when it returns. Doing it again makes another copy, or the same.
    /// </summary>
    /// <param name="parts">What the store answered to each part; null for a place that takes the content whole.</param>
    /// <returns>Null when the content is not there (yet).</returns>
    Task<Adopted?> AdoptAsync(DirectPlace place, string? partsId, IReadOnlyList<SentPart>? parts, CancellationToken ct);

    /// <summary>Gives up what was prepared for parts, with those that came; one that is not there is not an error.</summary>
    Task AbortPartsAsync(DirectPlace place, string partsId, CancellationToken ct);

    /// <summary>Removes what a client sent to a place, or what it sent of that; absent ones are not an error. A client whose URL is still good may send it again.</summary>
    Task RemoveAsync(DirectPlace place, string? partsId, CancellationToken ct);

    /// <summary>Signs a URL that published bytes can be fetched from.</summary>
    /// <param name="contentType">How they are to be labelled.</param>
    /// <param name="disposition">A value of Content-Disposition.</param>
    Uri SignDownload(BlobKey key, string contentType, string disposition, TimeSpan life);
}

/// <summary>Where a client sends the bytes of one upload.</summary>
/// <param name="Name">The store's own.</param>
/// <param name="Key">The content's key, where the place is that: it can be written once only. Null: the bytes are copied from the place.</param>
/// <param name="Announced">What the content's hash is to be; null when nobody said.</param>
/// <param name="Length">Of the whole content, in bytes; the URLs are good for no other.</param>
public sealed record DirectPlace(string Name, BlobKey? Key, Sha256Hash? Announced, long Length)
{
    /// <summary>Up to that many bytes come in one request.</summary>
    public const long LongestWhole = 64L << 20;

    /// <summary>No upload has more parts.</summary>
    public const int MostParts = 10_000;

    private const long LeastPart = 16L << 20, Step = 1L << 20;

    public bool InParts => Length > LongestWhole;

    /// <summary>The length of each part but the last, in bytes: all of it where it comes whole.</summary>
    public long PartLength => !InParts ? Length : Math.Max(LeastPart, (((Length + MostParts - 1) / MostParts) + Step - 1) / Step * Step);

    public int PartCount => !InParts ? 1 : (int)((Length + PartLength - 1) / PartLength);

    public long LengthOf(int part) => part < PartCount ? PartLength : Length - ((PartCount - 1) * PartLength);
}

/// <summary>Where a part goes.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Length">In bytes; the URL is good for no other.</param>
/// <param name="Headers">What has to be sent along.</param>
public sealed record DirectPart(int Number, Uri Url, long Length, IReadOnlyDictionary<string, string> Headers);

/// <summary>A part that a client sent.</summary>
/// <param name="ETag">As the store answered.</param>
public sealed record SentPart(int Number, string ETag);

/// <summary>Bytes that a client sent, out of its reach, and hashed.</summary>
/// <param name="Length">In bytes, which may be another than was announced, as may the hash.</param>
/// <param name="FirstBytes">Up to 512, for telling the MIME type.</param>
public sealed record Adopted(BlobKey Key, long Length, byte[] FirstBytes);
