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
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = given.MaxAutoPrepare > 0 ? given.MaxAutoPrepare : 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true, // no session state of ours outlives a transaction, and the reset costs a statement each time
            CancellationTimeout = -1, // what does not end in time loses its connection: a cancelled one can't be trusted (Drive/Database/Statement.cs)
            ApplicationName = given.ApplicationName ?? "docmgmt",
            Options = $"-c lock_timeout=5s -c client_connection_check_interval=1s -c idle_in_transaction_session_timeout=10s {given.Options}".Trim(),
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseLoggerFactory(loggers);
        builder.Name = "docmgmt"; // in metrics, which else show the connection string
        return builder.Build();
    }
}
