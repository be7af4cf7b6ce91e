using DocMgmt.Drive.Items;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Transfers;

/// <summary>An open offer as it is read, and the SQL that reads it, written once.</summary>
internal sealed class OfferRow
{
    public long ItemId { get; init; }
    public string ItemName { get; init; } = "";
    public ItemType Type { get; init; }
    public long FromId { get; init; }
    public string FromName { get; init; } = "";
    public long ToId { get; init; }
    public string ToName { get; init; } = "";
    public long? SizeBytes { get; init; }
    public GrantLevel? KeepAccess { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; init; }

    public Offer Shown => new(ItemId, ItemName, Type, new(FromId, FromName), new(ToId, ToName), SizeBytes, KeepAccess, CreatedAt, ExpiresAt);

    /// <summary>The offers <c>o</c> that count. A further condition may follow.</summary>
    public const string Open = $"""
        SELECT o.item_id, i.name AS item_name, i.type, o.offered_by, o.user_id, o.keep_level, o.created_at, o.expires_at, f.path
        FROM {OfferGuard.Open}
        JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END AND f.trash_id IS NULL
        WHERE i.trashed_at IS NULL
        """;

    /// <summary>Of an open offer <c>x</c>, with <see cref="Names"/>; all but the size.</summary>
    public const string Columns = """
        x.item_id, x.item_name, x.type, x.offered_by AS from_id, a.display_name AS from_name, x.user_id AS to_id, b.display_name AS to_name,
        x.keep_level AS keep_access, x.created_at, x.expires_at
        """;

    public const string Names = "LEFT JOIN users a ON a.id = x.offered_by LEFT JOIN users b ON b.id = x.user_id";

    /// <summary>How many versions, and things without one, are counted at most.</summary>
    public const int MostCounted = 10_000;

    /// <summary>
    /// The bytes of all versions of what is offered and goes along; null where that is more than <c>@MostCounted</c>. OFFSET 0 keeps what is
    /// counted in proportion to that: step by step, and no join over all that there is.
    /// </summary>
    public const string Size = """
        (
            SELECT CASE WHEN count(*) <= @MostCounted THEN COALESCE(CAST(sum(n.size_bytes) AS bigint), 0) END
            FROM (
                SELECT v.size_bytes
                FROM (
                    SELECT x.item_id AS id
                    UNION ALL
                    SELECT c.id
                    FROM folders below
                    CROSS JOIN LATERAL (SELECT c.id FROM items c WHERE c.parent_id = below.id AND c.trashed_at IS NULL OFFSET 0) c
                    WHERE x.type = 'folder' AND below.path >= x.path AND below.path < left(x.path, -1) || '0' AND below.trash_id IS NULL
                ) s
                LEFT JOIN LATERAL (SELECT v.size_bytes FROM versions v WHERE v.item_id = s.id OFFSET 0) v ON true
                LIMIT @MostCounted + 1
            ) n
        )
        """;
}
