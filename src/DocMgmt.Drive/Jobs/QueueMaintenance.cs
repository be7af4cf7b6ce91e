using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Asks for a run of a maintenance job, on behalf of an administrator. The head has it carried out.</summary>
public static class QueueMaintenance
{
    public sealed record Command(string Name, bool All) : ICommand<Job>, IAudited<Job>
    {
        public Access Access => Access.Administrator;
        public AuditEntry Audit(Job done) => new("create", null, new { job_id = done.Id, kind = Name, all = All });
    }

    internal sealed class Handler(Db db, IEnumerable<IMaintenanceJob> jobs) : IRequestHandler<Command, Job>
    {
        public Task<Job> Handle(Command command, CancellationToken ct)
        {
            var names = jobs.Select(j => j.Name).Order(StringComparer.Ordinal).ToList();
            if (!names.Contains(command.Name, StringComparer.Ordinal)) throw Problems.UnknownJob(command.Name, names);
            return db.SingleAsync<Job>($"""
                INSERT INTO jobs AS j (kind, maintenance, user_id, run_all, state, created_at)
                VALUES (@Name, true, @CallerId, @All, 'queued', @Now)
                RETURNING {Job.Columns}
                """, command, ct);
        }
    }
}
