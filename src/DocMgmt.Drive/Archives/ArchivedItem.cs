using DocMgmt.Blobs;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Archives;

/// <summary>What one entry of an archive is made of.</summary>
internal sealed class ArchivedItem
{
    /// <summary>Of item <c>i</c> with its version <c>v</c> and that one's blob <c>b</c>.</summary>
    public const string Columns = """
        i.type = 'folder' AS is_folder, i.id, i.name, i.created_at, COALESCE(v.created_at, i.updated_at) AS modified_at,
        v.id AS version_id, v.mime_type, v.size_bytes, b.sha256, b.store, b.key, b.state = 'damaged' AS is_damaged
        """;

    /// <summary>Looked up one by one, so that no plan reads these tables whole.</summary>
    public const string Joins = """
        LEFT JOIN LATERAL (SELECT v.* FROM versions v WHERE v.id = i.current_version_id LIMIT 1) v ON true
        LEFT JOIN LATERAL (SELECT b.* FROM blobs b WHERE b.id = v.blob_id LIMIT 1) b ON true
        """;

    public bool IsFolder { get; init; }
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public DateTime CreatedAt { get; init; }

    /// <summary>When the version was made; of what has none, when the item was changed.</summary>
    public DateTime ModifiedAt { get; init; }

    /// <summary>Of a folder that was listed: the ids that lead to it from the listed one, each with a slash behind it.</summary>
    public string Place { get; init; } = "";

    public long? VersionId { get; init; }
    public string? MimeType { get; init; }
    public long? SizeBytes { get; init; }
    public Sha256Hash? Sha256 { get; init; }
    public string? Store { get; init; }
    public string? Key { get; init; }
    public bool? IsDamaged { get; init; }

    /// <summary>Null: nothing was uploaded to it yet.</summary>
    /// <exception cref="Problem">500 <c>content_damaged</c>.</exception>
    public FindContent.Content? Content()
    {
        if (VersionId is not { } version) return null;
        if (IsDamaged == true) throw Problems.ContentDamaged;
        return new()
        {
            VersionId = version, ItemName = Name, MimeType = MimeType!, SizeBytes = SizeBytes!.Value, Sha256 = Sha256!.Value, Store = Store!, Key = Key!, CreatedAt = ModifiedAt,
        };
    }
}
