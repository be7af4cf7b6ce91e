using DocMgmt.Api.Embedded;
using DocMgmt.Drive.Database;
using DocMgmt.Tests.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DocMgmt.Tests.Harness;

/// <summary>
/// Databases for tests, on one PostgreSQL for the whole run: the one of <c>TEST_POSTGRES</c> (a connection string of a role that may create
/// databases), else a private one. Each is a copy of one that was migrated once.
/// </summary>
internal sealed class TestDatabases : IAsyncDisposable
{
    private const string Template = "docmgmt_test_template";
    private readonly List<string> made = [];
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly DataFolder? folder;
    private readonly EmbeddedPostgres? server;
    private readonly string maintenance;

    private TestDatabases(DataFolder? folder, EmbeddedPostgres? server, string maintenance) => (this.folder, this.server, this.maintenance) = (folder, server, maintenance);

    public static async Task<TestDatabases> StartAsync()
    {
        TestDatabases databases;
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 } given)
        {
            databases = new(null, null, new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ConnectionString);
        }
        else
        {
            var folder = new DataFolder();
            // Services of two dozen test classes may be there at once, each with as many connections as its requests want: whoever gets none answers 503.
            var server = await EmbeddedPostgres.StartAsync(
                new() { DataDirectory = folder.Path, Durable = false, MaxConnections = 500 }, NullLogger.Instance, CancellationToken.None);
            // A copy goes through the log: to compress it there takes four times as long as to write it.
            databases = new(folder, server, new NpgsqlConnectionStringBuilder(server.ConnectionString)
            {
                Username = "postgres", Database = "postgres", Pooling = false, Options = "-c wal_compression=off",
            }.ConnectionString);
        }

        await databases.ExecuteAsync($"DROP DATABASE IF EXISTS {Template}");
        await databases.ExecuteAsync($"CREATE DATABASE {Template}");
        await using var source = NpgsqlDataSource.Create(databases.Describe(Template));
        await new Migrator(source, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(CancellationToken.None);
        await using var months = source.CreateCommand("SELECT make_event_month(to_char(now() + n * interval '1 month', 'YYYY-MM')) FROM generate_series(0, 2) n");
        await months.ExecuteNonQueryAsync(); // once, and not at each start
        return databases;
    }

    /// <summary>A connection string of a migrated database that nobody else has.</summary>
    public async Task<string> CreateAsync(bool migrated = true)
    {
        var name = $"docmgmt_test_{Guid.NewGuid():N}"[..30];
        await oneAtATime.WaitAsync(); // a template serves one copy at a time
        try
        {
            await ExecuteAsync(migrated ? $"CREATE DATABASE {name} TEMPLATE {Template}" : $"CREATE DATABASE {name}");
            made.Add(name);
        }
        finally
        {
            oneAtATime.Release();
        }

        return Describe(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is null)
        {
            foreach (var name in made.Append(Template)) await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        }
        else
        {
            await server.DisposeAsync();
        }

        folder?.Dispose();
        oneAtATime.Dispose();
    }

    private string Describe(string database) =>
        new NpgsqlConnectionStringBuilder(maintenance) { Database = database, Pooling = true, MaxPoolSize = 32, Options = null }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(maintenance);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
