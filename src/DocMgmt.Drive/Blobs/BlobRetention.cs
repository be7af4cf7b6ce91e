namespace DocMgmt.Drive.Blobs;

/// <summary>How long contents are kept that nothing refers to.</summary>
/// <param name="Grace">From a content's last reference to its row's end: until then it is there for whoever uploads it again. May be zero.</param>
/// <param name="DeletionDelay">From the row's end to the bytes': longer than any URL lives that leads to them.</param>
public sealed record BlobRetention(TimeSpan Grace, TimeSpan DeletionDelay)
{
    /// <summary>For who just looked a key up.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);
}
