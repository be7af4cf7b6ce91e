using System.Globalization;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Seals;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Keeps the audit log: makes the months to come, seals what is new, drops months that are not kept.</summary>
internal sealed class AuditSeal(IMediator mediator, AuditRetention retention, TimeProvider clock) : IMaintenanceJob
{
    private const int Batch = 5_000;

    public string Name => "audit-seal";
    public string Description => "Seals new events of the audit log, makes its months to come, and drops those that are not kept any longer.";
    public Recurrence Recurrence => Recurrence.FiveMinutely;

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        await TryAsync(run, "Months to come could not be made", async () => run.Count("months made", await mediator.Send(new MakeEventMonths.Command(), ct)));
        for (var last = Batch; last == Batch; ct.ThrowIfCancellationRequested()) run.Count("sealed", last = await mediator.Send(new SealEvents.Command(Batch), ct));
        if (await mediator.Send(new CountUnsealed.Query(), ct) is [> 0 and var waiting])
            run.Fail($"{waiting:N0} events have waited for their position or their seal for more than 15 minutes: somebody holds that up, and could change them meanwhile.");
        if (retention.Months is not { } months) return;
        var first = clock.GetUtcNow().AddMonths(-months).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        foreach (var month in await mediator.Send(new FindOldMonths.Query(first), ct))
        {
            var gone = await TryAsync(run, $"{month} could not be dropped", async () =>
            {
                if (await mediator.Send(new DropEventMonth.Command(month), ct) is { } dropped) run.Count("dropped", dropped.Events);
                else run.Fail($"{month} was not dropped: something of it has no position or is not sealed. audit verify may tell why.");
            });
            if (!gone) return; // who writes events waits for each attempt
        }
    }

    // Both need the table to themselves for a moment, which a long verification does not give: the next run has it.
    private static async Task<bool> TryAsync(JobRun run, string failure, Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (DatabaseFaults.ProblemOf(e) is { } problem)
        {
            run.Fail(problem.RetryAfter is null ? $"{failure}: {e.Message}" : $"{failure}: somebody reads the audit log for long. The next run tries again.");
            return false;
        }
    }
}
