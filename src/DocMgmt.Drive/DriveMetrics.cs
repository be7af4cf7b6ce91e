using System.Diagnostics.Metrics;

namespace DocMgmt.Drive;

/// <summary>What the use cases count. Read by whoever listens to the meter <see cref="Name"/>.</summary>
public static class DriveMetrics
{
    public const string Name = "DocMgmt";

    private static readonly Meter Meter = new(Name);

    /// <summary>Versions made by uploads and copies; <c>deduplicated</c> says whether the caller had the content already.</summary>
    private static readonly Counter<long> Uploads = Meter.CreateCounter<long>("docmgmt.uploads", "{upload}", "Versions made by uploads and copies.");
    private static readonly Counter<long> Received = Meter.CreateCounter<long>("docmgmt.received", "By", "Bytes of contents that came in.");
    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("docmgmt.sent", "By", "Bytes of contents that went out.");
    private static readonly UpDownCounter<long> Receiving = Meter.CreateUpDownCounter<long>("docmgmt.receiving", "{upload}", "Uploads whose bytes are coming in.");

    public static void Uploaded(bool deduplicated) => Uploads.Add(1, new KeyValuePair<string, object?>("deduplicated", deduplicated ? "true" : "false"));
    public static void BytesReceived(long bytes) => Received.Add(bytes);
    public static void BytesSent(long bytes) => Sent.Add(bytes);
    public static void ReceivingChanged(int by) => Receiving.Add(by);
}
