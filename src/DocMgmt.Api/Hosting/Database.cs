using DocMgmt.Drive.Database;
using Npgsql;

namespace DocMgmt.Api.Hosting;

/// <summary>The connections to PostgreSQL.</summary>
internal static class Database
{
    /// <summary>
    /// A pool with prepared statements, in which nobody waits for a lock for more than 5 s or keeps a transaction open for 10 s without using it,
    /// and what a broken connection left running ends within a second.
    /// What the connection string says comes first.
    /// </summary>
    public static NpgsqlDataSource Connect(string connectionString, ILoggerFactory loggers)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        return Build(given, given.MaxAutoPrepare > 0 ? given.MaxAutoPrepare : 100, Math.Max(1, given.MaxPoolSize - Few(given)), "docmgmt", loggers);
    }

    /// <summary>
    /// A quarter of the connections, at most ten, which prepare nothing: for lists whose text clients make (<see cref="GuardedDb.Unprepared"/>). They are taken from those
    /// of <see cref="Connect"/>, so that both together are no more than the connection string says; who filters without end leaves the others alone.
    /// </summary>
    public static NpgsqlDataSource ConnectUnprepared(string connectionString, ILoggerFactory loggers)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        return Build(given, maxAutoPrepare: 0, Few(given), "docmgmt-unprepared", loggers);
    }

    private static int Few(NpgsqlConnectionStringBuilder given) => Math.Clamp(given.MaxPoolSize / 4, 1, 10);

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder given, int maxAutoPrepare, int connections, string name, ILoggerFactory loggers)
    {
        var settings = new NpgsqlConnectionStringBuilder(given.ConnectionString)
        {
            MaxAutoPrepare = maxAutoPrepare,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = connections,
            MinPoolSize = Math.Min(given.MinPoolSize, maxAutoPrepare > 0 ? connections : 0),
            NoResetOnClose = true, // no session state of ours outlives a transaction, and the reset costs a statement each time
            CancellationTimeout = -1, // what does not end in time loses its connection: a cancelled one can't be trusted (Drive/Database/Statement.cs)
            ApplicationName = given.ApplicationName ?? "docmgmt",
            Options = $"-c timezone=UTC {(given.SearchPath is null ? "-c search_path=public " : "")}-c lock_timeout=5s -c client_connection_check_interval=1s -c idle_in_transaction_session_timeout=10s {given.Options}".Trim(),
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseLoggerFactory(loggers);
        builder.Name = name; // in metrics, which else show the connection string
        return builder.Build();
    }
}
