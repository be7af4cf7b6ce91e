using System.Diagnostics;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Model;

/// <summary>A plain model of the drives, in memory, says of each operation what comes of it, and what all users see after many.</summary>
public class ModelTests(Api api, ITestOutputHelper output)
{
    /// <summary>Others each time. MODEL_SEED repeats a run, MODEL_OPERATIONS says how long it is.</summary>
    [Fact]
    public Task Whatever_users_do_comes_out_as_the_model_says() => DoAsync(1_500);

    [Fact]
    [Trait("Category", "Long")]
    public Task Whatever_users_do_for_long_comes_out_as_the_model_says() => DoAsync(10_000);

    private async Task DoAsync(int operations)
    {
        await using var service = await api.StartAsync();
        var (seed, started) = (Given("MODEL_SEED") ?? Random.Shared.Next(), Stopwatch.GetTimestamp());
        output.WriteLine($"seed {seed}");
        var run = await Run.StartAsync(service, seed);

        await run.DoAsync(Given("MODEL_OPERATIONS") ?? operations);

        output.WriteLine($"{run.Outcomes.Values.Sum()} operations in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        foreach (var (outcome, count) in run.Outcomes) output.WriteLine($"{count,6} {outcome}");
        Assert.Equal((0L, seed), (await service.ScalarAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"), seed));
        Assert.Empty(service.Errors.Lines);
        await service.DoctorAsync();
    }

    private static int? Given(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var value) ? value : null;
}
