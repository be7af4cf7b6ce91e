using DocMgmt.Blobs;

namespace DocMgmt.Drive.Direct;

/// <summary>What passes by this service, between clients and the store.</summary>
/// <param name="Uploads">Where announced uploads are sent to; null: they come through the service.</param>
/// <param name="Downloads">Where contents are fetched from; null: they go through the service.</param>
public sealed record DirectStores(IDirectBlobStore? Uploads, IDirectBlobStore? Downloads)
{
    /// <summary>How long a URL to send to is good.</summary>
    public static readonly TimeSpan UploadLife = TimeSpan.FromHours(1);

    /// <summary>How long a URL is good that a download is sent on to: what was allowed a minute ago may not be any more.</summary>
    public static readonly TimeSpan RedirectLife = TimeSpan.FromSeconds(60);

    /// <summary>The longest that a URL to fetch from is good.</summary>
    public static readonly TimeSpan LongestDownloadLife = TimeSpan.FromHours(1);

    /// <summary>How long after a URL to send to has ended one may be sure that nobody is still sending to it.</summary>
    public static readonly TimeSpan LongestSending = TimeSpan.FromDays(1);
}
