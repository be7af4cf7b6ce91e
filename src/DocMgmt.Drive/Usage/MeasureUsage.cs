using System.Diagnostics;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Usage;

/// <summary>Counts what the caller's drive holds or, for administrators, all do, unless somebody else just does.</summary>
internal static class MeasureUsage
{
    /// <summary>Answers null while somebody else counts.</summary>
    public sealed record Command(bool OfAll) : ICommand<FindUsage.Counted?>, IUnkeyed
    {
        public Access Access => OfAll ? Access.Administrator : Access.SignedIn;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, FindUsage.Counted?>
    {
        public async Task<FindUsage.Counted?> Handle(Command command, CancellationToken ct)
        {
            var driveId = command.OfAll ? 0 : await db.SingleAsync<long>("SELECT id FROM drives WHERE owner_id = @CallerId AND kind = 'user'", null, ct);
            if (!await db.SingleAsync<bool>("SELECT pg_try_advisory_xact_lock(hashtextextended('usage', @DriveId))", new { driveId }, ct)) return null;
            var started = Stopwatch.GetTimestamp();
            var report = command.OfAll ? UsageReports.WithoutNames(await db.CountAsync<string>(UsageSql.OfAll, null, ct)) : await db.CountAsync<string>(UsageSql.OfDrive, new { driveId }, ct);
            var took = (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            await db.ExecuteAsync("""
                INSERT INTO usage_reports (drive_id, as_of, took_ms, report) VALUES (@DriveId, @Now, @Took, CAST(@Report AS jsonb))
                ON CONFLICT (drive_id) DO UPDATE SET as_of = excluded.as_of, took_ms = excluded.took_ms, report = excluded.report
                """, new { driveId, took, report }, CancellationToken.None); // who has gone meanwhile finds it next time
            return new(report, db.Now, true);
        }
    }
}
