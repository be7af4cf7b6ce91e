using System.Security.Cryptography;
using Dapper;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using Npgsql;

namespace DocMgmt.Drive.Idempotency;

/// <summary>Looks up the answer that an Idempotency-Key was given before.</summary>
internal sealed class StoredAnswers(NpgsqlDataSource source, Caller caller, TimeProvider clock)
{
    /// <summary>How long an answer is given again.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private sealed record Row(byte[] Fingerprint, byte[] Answer, long? ItemId);

    /// <summary>What a replay may be told: something that is still there for the caller.</summary>
    private sealed record Seen(long ItemId) : IMessage
    {
        public Access Access => Access.To(ItemId, Level.Read);
    }

    /// <summary>Where the answer tells of no item: somebody who is still in the group, or may still ask.</summary>
    private sealed record Asking(Access Access) : IMessage;

    /// <summary>The same, outside a transaction.</summary>
    public async Task<(bool Found, T? Answer)> FindAsync<T>(IdempotencyKey key, object asked, CancellationToken ct)
    {
        var seal = new SealedAnswer(key, caller.UserId);
        await using var connection = await source.OpenConnectionAsync(ct);
        return await FindAsync<T>(connection, seal, seal.Fingerprint(asked), Access.SignedIn, ct);
    }

    /// <param name="access">What the request needs.</param>
    /// <exception cref="Problem">422 the key was used for another request; 401, 403, 404 the caller may not see any more what the answer tells of.</exception>
    public async Task<(bool Found, T? Answer)> FindAsync<T>(
        NpgsqlConnection connection, SealedAnswer seal, byte[] fingerprint, Access access, CancellationToken ct)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>(Statement.Of(
            "SELECT fingerprint, answer, item_id FROM idempotency_answers WHERE scope = @Scope AND created_at > @Since",
            new { seal.Scope, Since = clock.UtcNow() - Life }, ct));
        if (row is null) return default;
        if (!CryptographicOperations.FixedTimeEquals(row.Fingerprint, fingerprint)) throw Problems.IdempotencyKeyReused;

        if (row.ItemId is { } id)
            await Guarded.ListAsync<long>(connection, caller, new Seen(id), SeenSql, Guarded.Parameters(new Seen(id), null, caller, clock.UtcNow()), ct);
        else if (access is { Kind: AccessKind.Group, Id: { } group } && typeof(T).IsAssignableTo(typeof(IAboutGroup)))
            await AskAsync(connection, Access.ToGroup(group, GroupRole.Member), GroupSql, ct);
        else if (access.Kind == AccessKind.Administrator)
            await AskAsync(connection, access, AdministratorSql, ct);
        else if (caller.UserId is not null)
            await AskAsync(connection, Access.SignedIn, AliveSql, ct);
        return (true, seal.Open<T>(row.Answer));
    }

    private async Task AskAsync(NpgsqlConnection connection, Access access, string sql, CancellationToken ct) =>
        await Guarded.ListAsync<long>(connection, caller, new Asking(access), sql, Guarded.Parameters(new Asking(access), null, caller, clock.UtcNow()), ct);

    private const string SeenSql = $"{Guard.Item} SELECT {Guard.Columns}, t.id FROM target t";
    private const string GroupSql = $"{GroupGuard.Group} SELECT {Guard.Columns}, t.id FROM target t";
    private const string AdministratorSql = $"{Guard.Administrator} SELECT {Guard.Columns}, t.id FROM target t";
    private const string AliveSql = $"{Guard.SignedIn} SELECT {Guard.Columns}, t.id FROM target t";
}
