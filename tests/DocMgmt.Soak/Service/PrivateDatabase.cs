using System.Diagnostics;
using Npgsql;

namespace DocMgmt.Soak.Service;

/// <summary>The private database of a data folder whose service runs, for what no route shows or makes happen.</summary>
internal sealed class PrivateDatabase(string dataDirectory) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromMinutes(1);

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = Path.Combine(Path.GetFullPath(dataDirectory), "postgres-run"),
        Port = 5432,
        Username = "docmgmt",
        Database = "docmgmt",
        Password = File.ReadAllText(Path.Combine(dataDirectory, "postgres.password")).Trim(),
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        Pooling = false, // the server may be another one the next time
    });

    /// <summary>Of its postmaster.</summary>
    public static int Pid(string dataDirectory) => int.Parse(File.ReadLines(Path.Combine(dataDirectory, "postgres", "postmaster.pid")).First());

    /// <summary>As if the time had passed after which bytes may be deleted that nothing refers to.</summary>
    /// <returns>How many contents had ended.</returns>
    public Task<int> LetDeletionsFallDueAsync() => ExecuteAsync("UPDATE blob_deletions SET due_at = now() WHERE due_at > now()");

    /// <summary>As if the time of pending uploads were over.</summary>
    public Task LetUploadsExpireAsync() => ExecuteAsync("UPDATE uploads SET expires_at = now() - interval '1 second'");

    /// <summary>As if the minute had passed after which a job is another node's; returns when no user's job is under way.</summary>
    /// <exception cref="InvalidOperationException">Some are, after a while.</exception>
    public async Task LetJobsEndAsync()
    {
        await ExecuteAsync("UPDATE jobs SET beaten_at = beaten_at - interval '1 minute' WHERE state = 'running' AND NOT maintenance");
        await using var open = Source.CreateCommand("SELECT count(*) FROM jobs WHERE NOT maintenance AND finished_at IS NULL");
        for (var waiting = Stopwatch.StartNew(); (long)(await open.ExecuteScalarAsync())! > 0; await Task.Delay(Look))
        {
            if (waiting.Elapsed > Patience) throw new InvalidOperationException("Jobs of users come to no end.");
        }
    }

    public async Task<long> BytesAsync()
    {
        await using var command = Source.CreateCommand("SELECT pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }
}
