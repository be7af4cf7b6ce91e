using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Jobs;

/// <summary>The end of the scheduler.</summary>
public class SchedulerServiceTests(Api api)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_service_whose_database_went_away_stops_all_the_same()
    {
        var (database, gate) = (await api.MigratedDatabaseAsync(), new TaskCompletionSource());
        await using var service = await TestService.StartAsync(database, StandInJob.Add((_, _) => gate.Task));
        await service.StartRunAsync("stand-in");

        await AllowAsync(database, false);
        gate.SetResult(); // the scheduler is to note that the run is over, and can't
        var stop = service.StopAsync();

        Assert.Same(stop, await Task.WhenAny(stop, Task.Delay(Bound)));
        await stop;
        await AllowAsync(database, true);
    }

    private static async Task AllowAsync(string database, bool connections)
    {
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var allow = new NpgsqlCommand($"ALTER DATABASE {name} ALLOW_CONNECTIONS {connections}", connection);
        await allow.ExecuteNonQueryAsync();
        await using var end = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        await end.ExecuteNonQueryAsync();
    }
}
