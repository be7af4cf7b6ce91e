using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Deletes some of what is in the trash of the caller's drive for good, as a job: all of it, or nothing when something was chosen that is not there.</summary>
public static class PurgeChosen
{
    public const int Most = 1_000;

    public sealed record Command(IReadOnlyList<long> ItemIds) : ICommand<Job>, IAudited<Job>
    {
        public Access Access => Access.ToFolder(null, Level.Owner);
        public AuditEntry Audit(Job done) => new("purge", null, new { trash = "chosen", things = done.Total, job = done.Id });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ItemIds).NotNull().Must(ids => ids is not { Count: 0 or > Most }).WithMessage("Choose one to 1,000 items.");
    }

    internal sealed class Handler(Db db, Admission admission, PurgeList list, TrashRetention retention) : IRequestHandler<Command, Job>
    {
        public async Task<Job> Handle(Command command, CancellationToken ct)
        {
            long[] chosen = [.. command.ItemIds.Distinct()];
            var job = await list.QueueAsync(admission.Target, chosen, retention, ct);
            if (job.Total == chosen.Length) return job;
            var listed = (await db.ListAsync<long>("SELECT source_id FROM job_items WHERE job_id = @Id", new { job.Id }, ct)).ToHashSet();
            throw Problems.NotInTrash(Enumerable.Range(0, command.ItemIds.Count).Where(n => !listed.Contains(command.ItemIds[n])));
        }
    }
}
