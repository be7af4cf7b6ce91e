using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Deletes for good what is in the trash of the caller's drive at this moment, as a job. What is put there later stays.</summary>
public static class EmptyTrash
{
    public sealed record Command : ICommand<Job>, IAudited<Job>
    {
        public Access Access => Access.ToFolder(null, Level.Owner);
        public AuditEntry Audit(Job done) => new("purge", null, new { trash = "all", things = done.Total, job = done.Id });
    }

    internal sealed class Handler(Admission admission, PurgeList list, TrashRetention retention) : IRequestHandler<Command, Job>
    {
        public Task<Job> Handle(Command command, CancellationToken ct) => list.QueueAsync(admission.Target, null, retention, ct);
    }
}
