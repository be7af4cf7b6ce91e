using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>The columns of <see cref="Item"/>, written once. <c>t</c> is the guard's target, <c>i</c> the item that is shown.</summary>
internal static class ItemView
{
    /// <summary>What is the item's own.</summary>
    public const string Own = """
        i.id, i.name AS item_name, i.type, t.owner_id, i.description, i.size_bytes, i.mime_type, i.current_version_id, i.version_count, i.revision,
        i.created_by, i.created_at, i.updated_at, b.sha256 AS checksum, b.scan_status, a.last_accessed_at,
        EXISTS (SELECT 1 FROM stars s WHERE s.item_id = i.id AND s.user_id = @CallerId) AS is_starred,
        ARRAY(SELECT g.name FROM item_tags x JOIN tags g ON g.id = x.tag_id WHERE x.item_id = i.id ORDER BY g.name_key) AS tags
        """;

    public const string Joins = """
        LEFT JOIN versions v ON v.id = i.current_version_id
        LEFT JOIN blobs b ON b.id = v.blob_id
        LEFT JOIN item_accesses a ON a.item_id = i.id
        """;

    /// <summary>The names from the first that the caller may read down to the target: <c>/Work/Projects</c>; <c>/</c> for a root.</summary>
    public const string TargetPath = """
        (SELECT '/' || COALESCE(string_agg(p.name, '/' ORDER BY u.step), '')
         FROM unnest(t.chain) WITH ORDINALITY u (id, step) JOIN items p ON p.id = u.id WHERE u.step >= t.first_visible)
        """;

    /// <summary>The target itself as an item.</summary>
    public const string TargetColumns = $"""
        {Own}, t.level AS permission_type, {TargetPath} AS full_path,
        CASE WHEN cardinality(t.chain) > t.first_visible THEN i.parent_id END AS parent_id
        """;

    public const string FromTarget = $"FROM target t JOIN items i ON i.id = t.id {Joins}";

    /// <summary>The live item <c>@AccessId</c>, for commands that were admitted to it.</summary>
    public const string OfId = $"{Guard.Item} SELECT {TargetColumns} {FromTarget}";

    /// <summary>The live child <c>@ItemName</c> of <c>@ParentId</c>, for commands that were admitted to the parent.</summary>
    public const string OfNamed = $"{Guard.Named} SELECT {TargetColumns} {FromTarget}";
}
