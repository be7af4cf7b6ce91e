namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// The access decision about offers of ownership, in the form that <see cref="Guard"/> has: <c>target t</c> is the live item that is offered by
/// whoever owns it now, with the owner's level, lent for the one deed that the offer is about. It tells nothing of what lies above.
/// </summary>
internal static class OfferGuard
{
    /// <summary>The offers <c>o</c> that count, of items <c>i</c>, but for the trash.</summary>
    public const string Open = """
        ownership_offers o
        JOIN items i ON i.id = o.item_id AND o.expires_at > @Now
        JOIN drives d ON d.id = i.drive_id AND d.owner_id = o.offered_by
        JOIN users u ON u.id = o.offered_by AND u.disabled_at IS NULL
        """;

    private const string OpenOffer = $"SELECT o.item_id AS id FROM {Open} CROSS JOIN caller c WHERE o.item_id = @AccessId";

    private const string Lent = $"""
        lent AS ({Guard.Admitted}),
        target AS (
            SELECT t.id, t.drive_id, t.parent_id, t.type, t.name, t.revision, t.trash_root_id, t.path, t.depth, t.owner_id, t.quota_bytes, t.used_bytes,
                t.caller_id, t.chain, 4 AS level, cardinality(t.chain) AS first_visible
            FROM lent t
        )
        """;

    /// <summary>For whom it is offered to.</summary>
    public const string Offered = $"WITH {Guard.Caller}, wanted AS ({OpenOffer} AND o.user_id = c.id), {Lent}";

    /// <summary>For both of them.</summary>
    public const string OfferOf = $"WITH {Guard.Caller}, wanted AS ({OpenOffer} AND c.id IN (o.user_id, o.offered_by)), {Lent}";
}
