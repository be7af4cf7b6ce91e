using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>
/// The columns of <see cref="Item"/>, written once. <c>t</c> is the guard's target, <c>i</c> the item that is shown.
/// <para>What lies in other tables is looked up for each item: by a LIMIT, an OFFSET or as a value, so that no plan reads such a table whole for a page of it.</para>
/// </summary>
internal static class ItemView
{
    /// <summary>What is the item's own.</summary>
    public const string Own = """
        i.id, i.name AS item_name, i.type, t.owner_id, i.description, i.size_bytes, i.mime_type, i.current_version_id, i.version_count, i.revision,
        i.created_by, i.created_at, i.updated_at, b.sha256 AS checksum, b.scan_status, a.last_accessed_at,
        COALESCE((SELECT true FROM stars s WHERE s.item_id = i.id AND s.user_id = @CallerId), false) AS is_starred,
        ARRAY(
            SELECT g.name
            FROM (SELECT x.tag_id FROM item_tags x WHERE x.item_id = i.id OFFSET 0) x
            CROSS JOIN LATERAL (SELECT g.name, g.name_key FROM tags g WHERE g.id = x.tag_id LIMIT 1) g
            ORDER BY g.name_key
        ) AS tags
        """;

    public const string Joins = """
        LEFT JOIN versions v ON v.id = i.current_version_id
        LEFT JOIN LATERAL (SELECT b.* FROM blobs b WHERE b.id = v.blob_id LIMIT 1) b ON true
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
