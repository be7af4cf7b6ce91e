namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// The access decision about offers of ownership, in the form that <see cref="Guard"/> has: <c>target t</c> is the live item that is offered by
/// whoever owns it now, with the owner's level, lent for the one deed that the offer is about. It tells nothing of what lies above.
/// </summary>
internal static class OfferGuard
{
    private const string OpenOffer = """
        SELECT o.item_id AS id
        FROM ownership_offers o
        CROSS JOIN caller c
        JOIN items n ON n.id = o.item_id
        JOIN drives d ON d.id = n.drive_id AND d.owner_id = o.offered_by
        JOIN users u ON u.id = o.offered_by AND u.disabled_at IS NULL
        WHERE o.item_id = @AccessId AND o.expires_at > @Now
        """;

    private const string Lent = $"""
        lent AS ({Guard.Admitted}),
        target AS (
            SELECT t.id, t.drive_id, t.parent_id, t.type, t.name, t.revision, t.path, t.depth, t.owner_id, t.quota_bytes, t.used_bytes,
                t.caller_id, t.chain, 4 AS level, cardinality(t.chain) AS first_visible
            FROM lent t
        )
        """;

    /// <summary>For whom it is offered to.</summary>
    public const string Offered = $"WITH {Guard.Caller}, wanted AS ({OpenOffer} AND o.user_id = c.id), {Lent}";

    /// <summary>For both of them.</summary>
    public const string OfferOf = $"WITH {Guard.Caller}, wanted AS ({OpenOffer} AND c.id IN (o.user_id, o.offered_by)), {Lent}";
}
