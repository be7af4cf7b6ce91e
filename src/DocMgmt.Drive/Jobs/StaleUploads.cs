using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Resumable;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Clears what uploads left behind that expired or broke off.</summary>
internal sealed class StaleUploads(IMediator mediator, StagingSweep staging, PieceSweep pieces) : IMaintenanceJob
{
    public string Name => "stale-uploads";
    public string Description => "Forgets uploads that expired and answers of Idempotency-Keys after a day, and deletes bytes that broken uploads left.";
    public Recurrence Recurrence => Recurrence.QuarterHourly;

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        await run.RepeatAsync("uploads", batch => mediator.Send(new DeleteExpiredUploads.Command(batch), ct), ct);
        await run.RepeatAsync("resumable_uploads", batch => mediator.Send(new DeleteExpiredResumables.Command(batch), ct), ct);
        await run.RepeatAsync("answers", batch => mediator.Send(new DeleteOldAnswers.Command(batch), ct), ct);
        run.Count("staged", await staging.RunAsync(ct));
        run.Count("pieces", await pieces.RunAsync(ct));
    }
}
