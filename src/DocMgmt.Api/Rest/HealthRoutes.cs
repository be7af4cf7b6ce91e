using System.Diagnostics;
using System.Reflection;
using DocMgmt.Blobs;
using Npgsql;

namespace DocMgmt.Api.Rest;

/// <summary>Whether the service can do its work, for load balancers and people.</summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="Milliseconds">How long the check took.</param>
    internal sealed record Check(string Status, double Milliseconds);

    internal sealed record Health(string Status, string Service, string Version, IReadOnlyDictionary<string, Check> Checks);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous().AddEndpointFilter<NoStore>();

        health.MapGet("", async (NpgsqlDataSource source, IBlobStore blobs) => TypedResults.Ok(await LookAsync(source, blobs)))
            .WithName("GetHealth").WithSummary("How the service is; always 200 while it runs.");

        health.MapGet("/ready", async (NpgsqlDataSource source, IBlobStore blobs) =>
        {
            var now = await LookAsync(source, blobs);
            return TypedResults.Json(now, statusCode: now.Status == "ok" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).WithName("GetReadiness").WithSummary("503 when the service cannot serve.").Produces<Health>().Produces<Health>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Health> LookAsync(NpgsqlDataSource source, IBlobStore blobs)
    {
        var checks = new Dictionary<string, Check>(StringComparer.Ordinal)
        {
            ["database"] = await TimeAsync(async ct =>
            {
                await using var command = source.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(ct);
            }),
            ["blobs"] = await TimeAsync(blobs.CheckAsync),
        };
        return new(checks.Values.All(c => c.Status == "ok") ? "ok" : "unavailable", "DocMgmt",
            Assembly.GetExecutingAssembly().GetName().Version!.ToString(3), checks);
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
