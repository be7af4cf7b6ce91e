using System.Globalization;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Seals;
using MediatR;

namespace DocMgmt.Drive.Audit;

/// <summary>Makes the partitions of <c>events</c> for this month and the next two, and for those that events came in without one.</summary>
public static class MakeEventMonths
{
    public sealed record Command : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db, SealChain chain) : IRequestHandler<Command, int>
    {
        private const int Ahead = 2;

        /// <returns>How many were missing.</returns>
        public async Task<int> Handle(Command command, CancellationToken ct)
        {
            await chain.LockAsync(ct); // who seals meanwhile would miss what is moved
            var months = Enumerable.Range(0, Ahead + 1).Select(n => db.Now.AddMonths(n).ToString("yyyy-MM", CultureInfo.InvariantCulture));
            // Who lists events waits behind this when it has to wait: it gives up soon, and there is a month's time.
            await db.ExecuteAsync("SET LOCAL lock_timeout = '200ms'", null, ct);
            var late = await db.ListAsync<string>("SELECT DISTINCT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM') FROM events_default", null, ct);
            return await db.CountAsync<int>(
                "SELECT CAST(count(*) FILTER (WHERE make_event_month(month)) AS int) FROM unnest(@Months) month", new { Months = months.Union(late).ToArray() }, ct);
        }
    }
}
