namespace DocMgmt.Blobs.S3;

/// <summary>
/// Where everything lies in the bucket. Names are letters, digits, <c>/</c> and <c>-</c>, which every store takes.
/// <code>
/// incoming/&lt;generation&gt;               being sent by a client that has a URL for it: never believed, never referred to
/// receiving/&lt;generation&gt;              received by us in parts, or copied from what a client sent
/// pieces/&lt;uuid&gt;                       of a content that comes in several requests
/// staging/&lt;sha256&gt;-&lt;generation&gt;       received: the durable record of the intent to publish. Short contents are in it; of long ones it only says
///                                      where the bytes are (<see cref="Place"/>)
/// blobs/ab/&lt;sha256&gt;-&lt;generation&gt;      published
/// probe/…                              written by who looks whether the store works
/// </code>
/// </summary>
internal static class S3Names
{
    public const string Incoming = "incoming/", Receiving = "receiving/", Pieces = "pieces/", Staging = "staging/", Blobs = "blobs/", Probe = "probe/";

    /// <summary>The metadata field that says of a staging name where its bytes are, if not in it.</summary>
    public const string Place = "place";

    /// <summary>Values of <see cref="Place"/>: the bytes are under <c>receiving/</c>; at their key already; or were given up.</summary>
    public const string Elsewhere = "receiving", There = "published", Gone = "gone";

    public static string Staged(BlobKey key) => Staging + Checked(key).Name;
    public static string Published(BlobKey key) => Blobs + Checked(key);
    public static string Received(BlobKey key) => Receiving + Checked(key).Generation;

    // A key is made of strings, so it could have been made to lead elsewhere.
    private static BlobKey Checked(BlobKey key) =>
        BlobKey.TryParse(key.Name, out _) ? key : throw new ArgumentException($"Not a blob's key: {key.Name}", nameof(key));
}
