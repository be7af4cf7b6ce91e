using System.Collections.Frozen;

namespace DocMgmt.Drive.OData;

/// <summary>What values are compared as.</summary>
internal enum ValueKind
{
    Text,
    Number,
    Time,
    Flag,

    /// <summary>A SHA-256, which clients write in hexadecimal digits.</summary>
    Hash,
}

/// <summary>A property of an item that a filter may ask about.</summary>
/// <param name="Sql">A fixed fragment; <c>i</c> is the row of <c>items</c>.</param>
/// <param name="LooksUp">It reads other tables for each item, and costs ten times as much as what is in the item itself.</param>
internal sealed record FilterField(string Sql, ValueKind Kind, bool Nullable = false, bool LooksUp = false)
{
    /// <summary>
    /// By its name in the JSON. What is not here depends on the way by which the caller came to the item (parent_id, full_path, permission_type,
    /// can_edit: a filter must tell nothing that the answer hides), or is touched by reading (last_accessed_at).
    /// </summary>
    public static readonly FrozenDictionary<string, FilterField> ByName = new Dictionary<string, FilterField>(StringComparer.Ordinal)
    {
        ["id"] = new("i.id", ValueKind.Number),
        ["item_name"] = new("i.name", ValueKind.Text),
        ["type"] = new("i.type", ValueKind.Text),
        ["owner_id"] = new("(SELECT d.owner_id FROM drives d WHERE d.id = i.drive_id)", ValueKind.Number, LooksUp: true),
        ["is_starred"] = new("EXISTS (SELECT 1 FROM stars s WHERE s.item_id = i.id AND s.user_id = @CallerId)", ValueKind.Flag, LooksUp: true),
        ["description"] = new("i.description", ValueKind.Text, Nullable: true),
        ["size_bytes"] = new("i.size_bytes", ValueKind.Number, Nullable: true),
        ["mime_type"] = new("i.mime_type", ValueKind.Text, Nullable: true),
        ["checksum"] = new($"(SELECT b.sha256 {CurrentBlob})", ValueKind.Hash, Nullable: true, LooksUp: true),
        ["current_version_id"] = new("i.current_version_id", ValueKind.Number, Nullable: true),
        ["version_count"] = new("i.version_count", ValueKind.Number),
        ["scan_status"] = new($"(SELECT b.scan_status {CurrentBlob})", ValueKind.Text, Nullable: true, LooksUp: true),
        ["created_by"] = new("i.created_by", ValueKind.Number),
        ["created_at"] = new("i.created_at", ValueKind.Time),
        ["updated_at"] = new("i.updated_at", ValueKind.Time),
        ["revision"] = new("i.revision", ValueKind.Number),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string CurrentBlob = "FROM versions v JOIN blobs b ON b.id = v.blob_id WHERE v.id = i.current_version_id";
}
