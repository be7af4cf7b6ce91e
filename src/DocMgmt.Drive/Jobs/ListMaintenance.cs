using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>All maintenance jobs, what they do and how they went.</summary>
public static class ListMaintenance
{
    public sealed record Query : IQuery<IReadOnlyList<Maintenance>>
    {
        public Access Access => Access.Administrator;
    }

    /// <param name="Running">The run that is under way.</param>
    /// <param name="LastRun">The one before it; null when there was none yet.</param>
    public sealed record Maintenance(string Name, string Description, string Schedule, Job? Running, Job? LastRun);

    internal sealed class Handler(GuardedDb db, IEnumerable<IMaintenanceJob> jobs) : IRequestHandler<Query, IReadOnlyList<Maintenance>>
    {
        // Of one kind one runs at a time: the last one begun runs still, or all are over.
        public async Task<IReadOnlyList<Maintenance>> Handle(Query query, CancellationToken ct)
        {
            var all = jobs.OrderBy(j => j.Name, StringComparer.Ordinal).ToList();
            var (rows, _) = await db.ListAsync<Job>(query, $"""
                {Guard.Administrator}
                SELECT {Guard.Columns}, x.*
                FROM target t
                LEFT JOIN LATERAL (
                    SELECT last.*
                    FROM unnest(@Names) k (kind)
                    CROSS JOIN LATERAL (
                        SELECT {Job.Columns} FROM jobs j WHERE j.kind = k.kind AND j.started_at IS NOT NULL ORDER BY j.started_at DESC LIMIT 2
                    ) last
                ) x ON true
                """, ct, new { Names = all.ConvertAll(j => j.Name).ToArray() });
            var runs = rows.OrderByDescending(r => r.StartedAt).ToLookup(r => r.Kind, StringComparer.Ordinal);
            return all.ConvertAll(j => new Maintenance(j.Name, j.Description, j.Recurrence.ToString(),
                runs[j.Name].FirstOrDefault(r => r.State == JobState.Running), runs[j.Name].FirstOrDefault(r => r.State != JobState.Running)));
        }
    }
}
