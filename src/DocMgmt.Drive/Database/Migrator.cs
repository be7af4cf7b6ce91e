using System.Data;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DocMgmt.Drive.Database;

/// <summary>
/// Brings a database to this build's schema: numbered files, forward only, each in a transaction of its own, under an advisory lock so that
/// nodes that start together take turns.
/// </summary>
public sealed partial class Migrator(NpgsqlDataSource source, TimeProvider clock, ILogger<Migrator> log)
{
    private const long LockId = 8301202600000002;

    /// <exception cref="InvalidOperationException">The database is of a newer build.</exception>
    /// <returns>How many migrations were applied.</returns>
    public async Task<int> MigrateAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"SET lock_timeout = 0; SELECT pg_advisory_lock({LockId})", ct);
        try
        {
            return await ApplyAsync(connection, ct);
        }
        finally
        {
            // A connection that broke has given the lock back already, and why it broke is the news.
            if (connection.FullState == ConnectionState.Open)
                await ExecuteAsync(connection, $"RESET lock_timeout; SELECT pg_advisory_unlock({LockId})", CancellationToken.None);
        }
    }

    /// <summary>Changes nothing, and passes only a database of exactly this build's schema.</summary>
    /// <exception cref="InvalidOperationException">It is of another build, or none of ours.</exception>
    public async Task RequireCurrentAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var exists = new NpgsqlCommand("SELECT to_regclass('schema_migrations') IS NOT NULL", connection);
        var applied = await exists.ExecuteScalarAsync(ct) is true ? await AppliedAsync(connection, ct) : [];
        var known = Embedded().Keys;
        if (!applied.SetEquals(known))
        {
            throw new InvalidOperationException(applied.Count == 0
                ? "The database is empty: start the service once."
                : $"The database has the schema of migration {applied.Max()}, this build that of {known.Max()}: start the service of this build once, or use the build of the service.");
        }
    }

    private async Task<int> ApplyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await ExecuteAsync(connection, """
            CREATE TABLE IF NOT EXISTS schema_migrations (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)
            """, ct);
        var known = Embedded();
        var applied = await AppliedAsync(connection, ct);
        if (applied.Except(known.Keys).Any())
            throw new InvalidOperationException($"The database has migration {applied.Max()}, which this build does not know: start a newer build.");

        var missing = known.Where(m => !applied.Contains(m.Key)).ToList();
        foreach (var (number, resource) in missing)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await ExecuteAsync(connection, Read(resource), ct);
            await using var note = new NpgsqlCommand("INSERT INTO schema_migrations (number, name, applied_at) VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = number }, new() { Value = Name(resource) }, new() { Value = clock.UtcNow() } },
            };
            await note.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }

        if (missing.Count > 0) LogApplied(missing.Count, missing[^1].Key);

        return missing.Count;
    }

    private static async Task<HashSet<int>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("SELECT number FROM schema_migrations", connection);
        await using var reader = await select.ExecuteReaderAsync(ct);
        var numbers = new HashSet<int>();
        while (await reader.ReadAsync(ct)) numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    /// <summary>Resource names by number: <c>….Migrations.0001_users.sql</c>.</summary>
    private static SortedDictionary<int, string> Embedded() => new(typeof(Migrator).Assembly.GetManifestResourceNames()
        .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
        .ToDictionary(n => int.Parse(Name(n).AsSpan(0, 4))));

    private static string Name(string resource) => resource.Split('.')[^2];

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }; // an index over millions of rows takes its time
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Count} migrations, up to number {Number}")]
    private partial void LogApplied(int count, int number);
}
