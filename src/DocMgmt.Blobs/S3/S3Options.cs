namespace DocMgmt.Blobs.S3;

/// <summary>Where a bucket is, and who may use it.</summary>
/// <param name="ServiceUrl">Where this service reaches the store; null: Amazon's, by the region.</param>
/// <param name="PublicUrl">Where clients reach it, if elsewhere: presigned URLs lead there.</param>
/// <param name="SpoolDirectory">Where parts of what is being received wait until they are sent on.</param>
public sealed record S3Options(Uri? ServiceUrl, Uri? PublicUrl, string Bucket, string AccessKey, string SecretKey, string Region, string SpoolDirectory)
{
    /// <summary>Bytes of the first parts of a multipart upload; later ones are larger, so that 10,000 are enough for any content.</summary>
    internal long PartBytes { get; init; } = 8 << 20;

    /// <summary>Objects from that size up are copied in several requests, each of so many bytes.</summary>
    internal long CopyBytes { get; init; } = 256 << 20;

    /// <summary>Bytes of a copy that is being read back after which its staging name is written again, so that nobody takes it for abandoned.</summary>
    internal long SignBytes { get; init; } = 1L << 30;

    /// <summary>How long a store that began to answer may send nothing.</summary>
    internal TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether the store holds what comes against an <c>x-amz-checksum-sha256</c> and tells the hash that it found. Amazon's does; others take the header
    /// and compare nothing, or keep what they were told.
    /// </summary>
    internal bool ComparesHashes { get; init; } = ServiceUrl is null || ServiceUrl.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
        || ServiceUrl.Host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase);
}
