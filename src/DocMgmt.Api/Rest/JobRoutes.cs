using DocMgmt.Api.Jobs;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Quartz;

namespace DocMgmt.Api.Rest;

/// <summary>Long work: the caller's own, and maintenance for administrators.</summary>
internal static class JobRoutes
{
    /// <param name="All">To the end instead of one bounded portion.</param>
    internal sealed record RunBody(bool? All = null);

    /// <param name="Schedule">When it runs, for people.</param>
    internal sealed record MaintenanceResponse(string Name, string Description, string Schedule, Job? Running, LastRun? LastRun, DateTime? NextRunAt);

    /// <param name="DurationSeconds">Null when its node died: nobody knows.</param>
    internal sealed record LastRun(
        long JobId, JobState State, DateTime StartedAt, double? DurationSeconds, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Errors)
    {
        public static LastRun? Of(Job? job) => job?.StartedAt is not { } started
            ? null
            : new(job.Id, job.State, started, (job.FinishedAt - started)?.TotalSeconds, job.Counts, job.Errors);
    }

    public static void MapJobs(this IEndpointRouteBuilder v1)
    {
        var jobs = v1.MapGroup("/jobs").WithTags("Jobs").AddEndpointFilter<NoStore>();

        jobs.MapGet("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetJob.Query(id), ct)))
            .WithName(nameof(GetJob)).WithSummary("How far long work is.");

        jobs.MapDelete("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) => Answer(await mediator.Send(new CancelJob.Command(id), ct)))
            .WithName(nameof(CancelJob)).WithSummary("Cancel long work: 202 while it is still coming to its end.").Produces<Job>().Produces<Job>(StatusCodes.Status202Accepted);

        var admin = v1.MapGroup("/admin/jobs").WithTags("Administration").AddEndpointFilter<NoStore>().Refuses(Problems.AdministratorsOnly);

        admin.MapGet("", async (IMediator mediator, ISchedulerFactory schedulers, CancellationToken ct) =>
        {
            var maintenance = await mediator.Send(new ListMaintenance.Query(), ct);
            // Not the request's token: the scheduler takes a client that goes away for a database that fails.
            var scheduler = await schedulers.GetScheduler(CancellationToken.None);
            var triggers = await scheduler.GetTriggers([.. maintenance.Select(m => new TriggerKey(m.Name))], CancellationToken.None);
            var next = triggers.ToDictionary(t => t.Key.Name, t => t.NextFireTimeUtc?.UtcDateTime, StringComparer.Ordinal);
            return TypedResults.Ok(maintenance.Select(m =>
                new MaintenanceResponse(m.Name, m.Description, m.Schedule, m.Running, LastRun.Of(m.LastRun), next.GetValueOrDefault(m.Name))).ToList());
        }).WithName(nameof(ListMaintenance)).WithSummary("All maintenance jobs: what they do, how the last run went, when the next one is due.");

        admin.MapPost("/{name}/run", async (string name, RunBody? body, RunsByHand runs, CancellationToken ct) => Answer(await runs.RunAsync(name, body?.All ?? false, ct)))
            .WithName("RunMaintenance").WithSummary("Run a maintenance job now: 200 if it ends within 30 seconds, else 202.")
            .Refuses(Problems.UnknownJob("sweep", ["blob-sweep"])).Produces<Job>().Produces<Job>(StatusCodes.Status202Accepted);
    }

    private static IResult Answer(Job job) => RunsByHand.IsUnderWay(job) ? Answers.Accepted(job) : TypedResults.Ok(job);
}
