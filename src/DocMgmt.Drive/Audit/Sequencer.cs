using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DocMgmt.Drive.Audit;

/// <summary>
/// Gives every committed event a position: consecutive, in id order, nothing skipped. One node does it at a time; each round is one short
/// transaction, so a long one elsewhere delays only its own events. Listeners are told once a round.
/// </summary>
internal sealed partial class Sequencer(NpgsqlDataSource source, TimeProvider clock, ILogger<Sequencer> log) : BackgroundService
{
    private const int MaxRows = 2_000;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // The lock comes first, in a statement of its own: the next one's snapshot then has all positions that were given under it.
    private const string TryLock = "SELECT pg_try_advisory_xact_lock(8301202600000001)";

    // With its position an event gets the hash of what may once be erased of it: written once, since a row that changes is written anew with all its index entries.
    private const string Assign = $"""
        WITH fresh AS (
            SELECT e.created_at, e.id, row_number() OVER (ORDER BY e.id) AS n, gen_random_uuid() AS salt
            FROM (SELECT created_at, id FROM events WHERE position IS NULL ORDER BY id LIMIT $1) e
        ),
        taken AS (
            UPDATE event_sequencer
            SET last_position = last_position + (SELECT count(*) FROM fresh)
            WHERE EXISTS (SELECT 1 FROM fresh)
            RETURNING last_position
        ),
        given AS (
            UPDATE events e
            SET position = taken.last_position - (SELECT count(*) FROM fresh) + fresh.n, salt = fresh.salt, details_hash = {EventText.DetailsHash}
            FROM fresh, taken
            WHERE e.created_at = fresh.created_at AND e.id = fresh.id
            RETURNING e.id
        )
        SELECT count(*), pg_notify('docmgmt_events', CAST(max(taken.last_position) AS text))
        FROM given, taken
        HAVING count(*) > 0
        """;

    /// <summary>One round.</summary>
    /// <returns>How many events got a position.</returns>
    public async Task<long> RunAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var tryLock = new NpgsqlCommand(TryLock, connection);
        if (await tryLock.ExecuteScalarAsync(ct) is not true) return 0;
        await using var assign = new NpgsqlCommand(Assign, connection) { Parameters = { new() { Value = MaxRows } } };
        var given = await assign.ExecuteScalarAsync(ct) as long? ?? 0;
        await transaction.CommitAsync(ct);
        return given;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RunAsync(stoppingToken) == MaxRows) { }
                await Task.Delay(Round, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                LogFailed(e);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events could not be put in order; trying again")]
    private partial void LogFailed(Exception e);
}
