using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Files;

/// <summary>An item <c>i</c>, the version <c>v</c> of it that is asked for, and that one's blob <c>b</c>; nulls where they are not there.</summary>
internal class ContentRow
{
    public const string Columns = """
        i.type, i.current_version_id IS NOT NULL AS has_content, i.name AS item_name,
            v.id AS version_id, v.version_number, v.mime_type, v.size_bytes, b.sha256, b.store, b.key, b.state = 'damaged' AS is_damaged, v.created_at
        """;

    public string? Type { get; init; }
    public bool HasContent { get; init; }
    public string? ItemName { get; init; }
    public long? VersionId { get; init; }
    public int? VersionNumber { get; init; }
    public string? MimeType { get; init; }
    public long? SizeBytes { get; init; }
    public Sha256Hash? Sha256 { get; init; }
    public string? Store { get; init; }
    public string? Key { get; init; }
    public bool? IsDamaged { get; init; }
    public DateTime? CreatedAt { get; init; }

    /// <summary>Why there is no content; null where there is.</summary>
    /// <param name="asked">Whether one version was asked for by its id.</param>
    public Problem? Problem(bool asked) => this switch
    {
        { Type: null } => Problems.NotFound,
        { Type: "folder" } => Problems.NotAFile,
        { VersionId: null, HasContent: false } when !asked => Problems.NoContent,
        { VersionId: null } => Problems.NotFound,
        { IsDamaged: true } => Problems.ContentDamaged,
        _ => null,
    };

    /// <summary>Where there is no <see cref="Problem"/>.</summary>
    public FindContent.Content Content => new()
    {
        VersionId = VersionId!.Value, VersionNumber = VersionNumber!.Value, ItemName = ItemName!, MimeType = MimeType!, SizeBytes = SizeBytes!.Value,
        Sha256 = Sha256!.Value, Store = Store!, Key = Key!, CreatedAt = CreatedAt!.Value,
    };
}
