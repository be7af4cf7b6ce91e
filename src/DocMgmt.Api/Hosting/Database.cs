using Npgsql;

namespace DocMgmt.Api.Hosting;

/// <summary>The connections to PostgreSQL.</summary>
internal static class Database
{
    /// <summary>
    /// A pool with prepared statements, in which nobody waits for a lock for more than 5 s or keeps a transaction open for 10 s without using it.
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
            ApplicationName = given.ApplicationName ?? "docmgmt",
            Options = $"-c lock_timeout=5s -c idle_in_transaction_session_timeout=10s {given.Options}".Trim(),
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseLoggerFactory(loggers);
        builder.Name = "docmgmt"; // in metrics, which else show the connection string
        return builder.Build();
    }
}
