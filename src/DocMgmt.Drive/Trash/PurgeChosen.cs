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

    public sealed record Command(IReadOnlyList<long> ItemIds) : ICommand<Job>
    {
        public Access Access => Access.ToFolder(null, Level.Owner);
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
            throw Problems.NotInTrash(await db.ListAsync<long>(
                "SELECT c.id FROM unnest(@Chosen) AS c (id) WHERE NOT EXISTS (SELECT 1 FROM job_items l WHERE l.job_id = @JobId AND l.source_id = c.id) ORDER BY c.id", new { JobId = job.Id, chosen }, ct));
        }
    }
}
