using DocMgmt.Drive.Database;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DocMgmt.Tests.Database;

public class MigratorTests(Api api)
{
    [Fact]
    public async Task Two_services_that_start_together_on_an_empty_database_make_one_schema_and_one_administrator()
    {
        var database = await api.EmptyDatabaseAsync();

        var services = await Task.WhenAll(TestService.StartAsync(database), TestService.StartAsync(database));

        Assert.Equal(1, await services[0].ScalarAsync<long>("SELECT count(*) FROM users"));
        Assert.Equal(0, await services[0].ScalarAsync<long>("SELECT count(*) - count(DISTINCT number) FROM schema_migrations"));
        foreach (var service in services)
        {
            await (await service.AdministratorAsync()).GetJsonAsync("/v1/users/me");
            await service.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        await using var source = NpgsqlDataSource.Create(await api.EmptyDatabaseAsync());
        var migrator = new Migrator(source, TimeProvider.System, NullLogger<Migrator>.Instance);

        Assert.True(await migrator.MigrateAsync(CancellationToken.None) > 0);
        Assert.Equal(0, await migrator.MigrateAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_service_does_not_start_on_a_newer_schema()
    {
        var database = await api.MigratedDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using (var newer = source.CreateCommand("INSERT INTO schema_migrations (number, name, applied_at) VALUES (9999, 'of the future', now())"))
            await newer.ExecuteNonQueryAsync();

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => TestService.StartAsync(database));

        Assert.Contains("9999", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_and_lets_others_go_on()
    {
        await using var source = NpgsqlDataSource.Create(await api.EmptyDatabaseAsync());
        await using (var obstacle = source.CreateCommand("CREATE TABLE refresh_tokens (x int)")) await obstacle.ExecuteNonQueryAsync();
        var migrator = new Migrator(source, TimeProvider.System, NullLogger<Migrator>.Instance);

        await Assert.ThrowsAsync<PostgresException>(() => migrator.MigrateAsync(CancellationToken.None));

        await using var left = source.CreateCommand("SELECT count(*) FROM pg_tables WHERE tablename IN ('users', 'sessions')");
        Assert.Equal(0L, await left.ExecuteScalarAsync());
        await using (var clear = source.CreateCommand("DROP TABLE refresh_tokens")) await clear.ExecuteNonQueryAsync();
        Assert.True(await migrator.MigrateAsync(CancellationToken.None) > 0);
    }
}
