using Dapper;
using DocMgmt.Drive.Audit;
using Npgsql;

namespace DocMgmt.Drive.Seals;

/// <summary>Events and seals as they are at one moment, however long reading them takes.</summary>
internal sealed class AuditReader(NpgsqlConnection connection, CancellationToken ct)
{
    private const int SealsAtOnce = 20;

    /// <param name="Text">What is sealed of it.</param>
    /// <param name="Salt">Null: its details were erased.</param>
    public sealed record Read(long Position, long Id, long? UserId, string Text, Guid? Salt, byte[]? DetailsHash, string Details);

    public sealed record Ends(long Last, long Waiting);

    /// <summary>The last position that was given, and how many events wait for one.</summary>
    public Task<Ends> EndsAsync() => connection.QuerySingleAsync<Ends>(Of(
        "SELECT last_position AS last, (SELECT count(*) FROM events WHERE position IS NULL) AS waiting FROM event_sequencer", new { }));

    public async IAsyncEnumerable<Seal> SealsAsync()
    {
        for (var after = long.MinValue; ;)
        {
            var seals = (await connection.QueryAsync<Seal>(Of($"SELECT {Seal.Columns} FROM audit_seals s WHERE s.id > @after ORDER BY s.id LIMIT {SealsAtOnce}", new { after }))).AsList();
            foreach (var seal in seals) yield return seal;
            if (seals.Count < SealsAtOnce) yield break;
            after = seals[^1].Id;
        }
    }

    /// <summary>The seals that events may lack details, or may be gone, because of.</summary>
    public async Task<List<Seal>> NotesAsync() => (await connection.QueryAsync<Seal>(Of($"SELECT {Seal.Columns} FROM audit_seals s WHERE s.kind <> '{Seal.Events}' ORDER BY s.id", new { }))).AsList();

    /// <summary>Those from one position to another, both included, in the order of positions.</summary>
    public async IAsyncEnumerable<Read> EventsAsync(long first, long last)
    {
        const int AtOnce = 5_000;
        for (var (position, id) = (first, long.MinValue); ;)
        {
            var events = (await connection.QueryAsync<Read>(Of($"""
                SELECT e.position, e.id, e.user_id, {EventText.Whole} AS text, e.salt, e.details_hash, {EventText.Details} AS details
                FROM events e
                WHERE e.position BETWEEN @position AND @last AND (e.position, e.id) > (@position, @id)
                ORDER BY e.position, e.id
                LIMIT {AtOnce}
                """, new { position, id, last }))).AsList();
            foreach (var read in events) yield return read;
            if (events.Count < AtOnce) yield break;
            (position, id) = (events[^1].Position, events[^1].Id);
        }
    }

    private CommandDefinition Of(string sql, object args) => new(sql, args, commandTimeout: 0, cancellationToken: ct);
}
