using DocMgmt.Blobs;

namespace DocMgmt.Drive.Direct;

/// <summary>An announced upload, with what its client has to know to send the bytes to the store.</summary>
internal class DirectUpload
{
    /// <summary>Of a row <c>u</c> of <c>uploads</c>.</summary>
    public const string Columns = "u.version_id, u.item_name, u.mime_type, u.size_bytes, u.sha256, u.direct_store, u.direct_name, u.direct_id, u.completed_at";

    public long VersionId { get; init; }
    public string ItemName { get; init; } = "";
    public string? MimeType { get; init; }
    public long SizeBytes { get; init; }
    public Sha256Hash? Sha256 { get; init; }
    public DateTime? CompletedAt { get; init; }

    /// <summary>Null: the bytes come through the service.</summary>
    public string? DirectStore { get; init; }
    public string? DirectName { get; init; }

    /// <summary>The store's handle of an upload in parts; null until it is prepared, and where the bytes come whole.</summary>
    public string? DirectId { get; init; }

    /// <summary>Where they are sent to; null: to the service.</summary>
    public DirectPlace? Place => DirectName is { } name ? new(name, BlobKey.TryParse(name, out var key) ? key : null, Sha256, SizeBytes) : null;
}
