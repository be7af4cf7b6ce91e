using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Sessions;
using DocMgmt.Drive.Transfers;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Clears what has run out, long after it stopped to count: expiry itself is judged whenever something is accessed.</summary>
internal sealed class ExpiredGrants(IMediator mediator) : IMaintenanceJob
{
    public string Name => "expired-grants";
    public string Description => "Forgets permissions, offers and sessions that expired, and what jobs did more than 30 days ago.";
    public Recurrence Recurrence => Recurrence.QuarterHourly;

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        await run.RepeatAsync("permissions", batch => mediator.Send(new DeleteExpiredPermissions.Command(batch), ct), ct);
        await run.RepeatAsync("offers", batch => mediator.Send(new DeleteExpiredOffers.Command(batch), ct), ct);
        await run.RepeatAsync("sessions", batch => mediator.Send(new DeleteEndedSessions.Command(batch), ct), ct);
        await run.RepeatAsync("jobs", batch => mediator.Send(new DeleteOldJobs.Command(batch), ct), ct);
    }
}
