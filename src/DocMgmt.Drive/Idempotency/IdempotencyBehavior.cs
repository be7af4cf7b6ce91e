using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Npgsql;
using NpgsqlTypes;

namespace DocMgmt.Drive.Idempotency;

/// <summary>A request whose fingerprint is not all of itself: of a stream, what was announced of it.</summary>
public interface IFingerprinted
{
    /// <summary>What makes two such requests the same; serialised as JSON.</summary>
    object Fingerprint { get; }
}

/// <summary>A step before or after the command that answers the request; the key is that one's.</summary>
public interface IUnkeyed;

/// <summary>
/// A command with an Idempotency-Key takes effect once: the effect and its answer commit together, and the same request gets the same answer
/// for 24 hours. A failure leaves nothing and may run again. The key of a command that has parts is its own, not theirs.
/// </summary>
internal sealed class IdempotencyBehavior<TRequest, TResponse>(Db db, Caller caller, StoredAnswers answers) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (caller.IdempotencyKey is not { } key || request is IUnkeyed || db.IsPart) return await next();

        var seal = new SealedAnswer(key, caller.UserId);
        if (!await db.SingleAsync<bool>("SELECT pg_try_advisory_xact_lock(@LockId)", new { seal.LockId }, ct)) throw Problems.RequestInProgress;

        var fingerprint = seal.Fingerprint(request is IFingerprinted own ? own.Fingerprint : request);
        if (await answers.FindAsync<TResponse>(db.Connection, seal, fingerprint, request.Access, ct) is { Found: true, Answer: var stored }) return stored!;

        var answer = await next();
        db.AtCommit(Insert(seal, fingerprint, answer));
        return answer;
    }

    // An expired answer of the same key makes room.
    private NpgsqlBatchCommand Insert(SealedAnswer seal, byte[] fingerprint, TResponse answer) => new("""
        INSERT INTO idempotency_answers (scope, fingerprint, answer, item_id, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (scope) DO UPDATE
        SET fingerprint = excluded.fingerprint, answer = excluded.answer, item_id = excluded.item_id, created_at = excluded.created_at
        """)
    {
        Parameters =
        {
            new() { Value = seal.Scope },
            new() { Value = fingerprint },
            new() { Value = seal.Seal(answer) },
            new() { Value = answer is IAboutItem about ? about.ItemId : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            new() { Value = db.Now },
        },
    };
}
