using System.Globalization;
using System.Text.Json.Serialization;
using DocMgmt.Blobs;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Files;

/// <summary>One immutable state of a file's content: API.md's FileVersionResponse.</summary>
public sealed class FileVersion : IAboutItem, IListed
{
    public long Id { get; init; }
    public long ItemId { get; init; }
    public int VersionNumber { get; init; }
    public long SizeBytes { get; init; }
    public string MimeType { get; init; } = "";
    public Sha256Hash Checksum { get; init; }
    public bool IsCurrent { get; init; }
    public string? Label { get; init; }
    public bool KeepForever { get; init; }
    public long CreatedBy { get; init; }
    public DateTime CreatedAt { get; init; }

    [JsonIgnore]
    string IListed.SortKey => VersionNumber.ToString(CultureInfo.InvariantCulture);

    internal const string Columns = """
        v.id, v.item_id, v.version_number, v.size_bytes, v.mime_type, b.sha256 AS checksum, i.current_version_id = v.id AS is_current,
        v.label, v.keep_forever, v.created_by, v.created_at
        """;
}
