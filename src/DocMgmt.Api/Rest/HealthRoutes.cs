using System.Diagnostics;
using System.Reflection;
using DocMgmt.Api.Redis;
using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using MediatR;
using Npgsql;

namespace DocMgmt.Api.Rest;

/// <summary>Whether the service can do its work, for load balancers and people.</summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="Status">ok or failed; of Redis, which the service does without: ok or away.</param>
    /// <param name="Milliseconds">How long the check took.</param>
    internal sealed record Check(string Status, double Milliseconds);

    /// <param name="Status">ok; degraded when contents are damaged; unavailable when a check failed.</param>
    /// <param name="DamagedBlobs">Null when nobody knows.</param>
    internal sealed record Health(string Status, string Service, string Version, long? DamagedBlobs, IReadOnlyDictionary<string, Check> Checks);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous().AddEndpointFilter<NoStore>();

        health.MapGet("", async (IMediator mediator, BlobStores stores, IServiceProvider services) => TypedResults.Ok(await LookAsync(mediator, stores, services.GetService<RedisLink>())))
            .WithName("GetHealth").WithSummary("How the service is; always 200 while it runs.");

        health.MapGet("/ready", async (IMediator mediator, BlobStores stores, IServiceProvider services) =>
        {
            var now = await LookAsync(mediator, stores, services.GetService<RedisLink>());
            return TypedResults.Json(now, statusCode: now.Status == "unavailable" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        }).WithName("GetReadiness").WithSummary("503 when the service cannot serve; 200 and degraded when contents are damaged.").Produces<Health>().Produces<Health>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Health> LookAsync(IMediator mediator, BlobStores stores, RedisLink? redis)
    {
        long? damaged = null;
        var checks = new Dictionary<string, Check>(StringComparer.Ordinal)
        {
            ["database"] = await TimeAsync(async ct => damaged = (await mediator.Send(new GetStorageState.Query(), ct)).DamagedBlobs),
            ["blobs"] = await TimeAsync(ct => Task.WhenAll(stores.All.Select(store => store.CheckAsync(ct)))),
        };
        var status = checks.Values.Any(c => c.Status != "ok") ? "unavailable" : damaged > 0 ? "degraded" : "ok";
        if (redis is not null) checks["redis"] = new(redis.Answers ? "ok" : "away", 0); // a node serves without it
        return new(status, "DocMgmt", Assembly.GetExecutingAssembly().GetName().Version!.ToString(3), damaged, checks);
    }

    // The client learns that it fails; why is in the log of what failed.
    private static async Task<Check> TimeAsync(Func<CancellationToken, Task> check)
    {
        var started = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await check(patience.Token);
            return new("ok", Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 2));
        }
        catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException or OperationCanceledException or TimeoutException)
        {
            return new("failed", Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 2));
        }
    }
}
