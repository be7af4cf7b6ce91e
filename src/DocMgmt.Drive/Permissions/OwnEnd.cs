using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Permissions;

/// <summary>Holds what an admin for a time gives against their own end: nobody makes a grant that outlasts what they have themselves.</summary>
internal sealed class OwnEnd(Db db, Admission admission)
{
    private sealed record Admin(bool Ends, DateTime? At);

    /// <param name="end">Of the grant; null: it has none.</param>
    /// <exception cref="Problem">403 <c>grant_outlasts_own</c>.</exception>
    public async Task JudgeAsync(DateTime? end, CancellationToken ct)
    {
        var item = admission.Target;
        if (item.Level == (int)Level.Owner) return;
        var own = await db.SingleAsync<Admin>($"""
            SELECT COALESCE(bool_and(p.expires_at IS NOT NULL), true) AS ends, max(p.expires_at) AS at
            FROM permissions p
            CROSS JOIN (SELECT CAST(@CallerId AS bigint) AS id) c
            WHERE p.item_id = ANY (CAST(string_to_array(trim(BOTH '/' FROM @Path), '/') AS bigint[]) || CAST(@Id AS bigint)) AND p.level >= 3 AND {Guard.Mine}
            """, new { item.Path, item.Id }, ct);
        if (own.Ends && (end is null || end > own.At)) throw Problems.GrantOutlastsOwn(own.At ?? db.Now);
    }
}
