using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Seals;

/// <summary>
/// Drops a month of events that are not kept any longer: its partition at once and whole, with a seal and an event that say so, in one transaction. A month of which
/// something is not sealed yet stays.
/// </summary>
public static class DropEventMonth
{
    /// <param name="Month">As <c>2026-11</c>.</param>
    public sealed record Command(string Month) : ICommand<Dropped?>, IAudited<Dropped?>
    {
        public Access Access => Access.Job;
        public AuditEntry? Audit(Dropped? done) =>
            done is null ? null : new("purge", null, new { audit_month = Month, events = done.Events, first_position = done.First, last_position = done.Last });
    }

    /// <param name="First">The lowest position of them; null where there were none.</param>
    public sealed record Dropped(long Events, long? First, long? Last, bool IsSealed);

    internal sealed class Handler(Db db, SealChain chain) : IRequestHandler<Command, Dropped?>
    {
        /// <returns>What went; null: nothing, something of it is not sealed yet.</returns>
        public async Task<Dropped?> Handle(Command command, CancellationToken ct)
        {
            await db.ExecuteAsync("SET LOCAL lock_timeout = '200ms'", null, ct); // whoever writes an event waits behind this when it has to wait
            await chain.LockAsync(ct);
            var month = await db.CountAsync<Dropped>($"""
                SELECT count(*) AS events, min(e.position) AS first, max(e.position) AS last,
                    COALESCE(bool_and(e.position <= (SELECT max(s.last_position) FROM audit_seals s WHERE s.kind = '{Seal.Events}')), true) AND count(*) = count(e.position) AS is_sealed
                FROM events e
                WHERE e.created_at >= CAST(to_date(@Month, 'YYYY-MM') AS timestamp) AT TIME ZONE 'UTC' AND e.created_at < (to_date(@Month, 'YYYY-MM') + interval '1 month') AT TIME ZONE 'UTC'
                """, command, ct);
            if (!month.IsSealed) return null;
            await chain.AppendAsync(new() { Kind = Seal.Drop, Month = command.Month, FirstPosition = month.First, LastPosition = month.Last, Count = month.Events }, ct);
            await db.ExecuteAsync($"""
                UPDATE audit_seals SET event_hashes = NULL WHERE kind = '{Seal.Events}' AND month = @Month;
                SELECT drop_event_month(@Month)
                """, command, ct);
            return month;
        }
    }
}
