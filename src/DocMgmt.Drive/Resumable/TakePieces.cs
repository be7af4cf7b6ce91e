using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>The pieces that count of an upload whose end begins: they stay for as long as that may take.</summary>
internal static class TakePieces
{
    /// <summary>Answers them in the order of the content.</summary>
    /// <param name="Offset">How many bytes count.</param>
    public sealed record Command(Guid Id, long Offset) : ICommand<IReadOnlyList<StoredPiece>>, ILocking, IOpenToVisitors
    {
        public Access Access => Access.ToResumable(Id, Level.Write);
        public Locks Locks => Locks.Upload;
        public Level? Opened => Level.Write;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, IReadOnlyList<StoredPiece>>
    {
        public async Task<IReadOnlyList<StoredPiece>> Handle(Command command, CancellationToken ct)
        {
            // Under the rows' locks, which the pipeline took: its own, and those of its parts.
            if (!await db.SingleAsync<bool>("SELECT received_bytes = @Offset AND completed_at IS NULL FROM resumable_uploads WHERE id = @Id", command, ct)) throw Problems.OffsetMismatch(command.Offset);
            await db.ExecuteAsync("""
                UPDATE resumable_uploads u SET expires_at = GREATEST(u.expires_at, @ExpiresAt) FROM resumable_uploads f WHERE f.id = @Id AND u.id = ANY (f.part_ids || f.id)
                """, new { command.Id, ExpiresAt = db.Now + CreateResumable.Life }, ct);
            return await db.ListAsync<StoredPiece>("""
                SELECT p.store, p.name, p.size_bytes
                FROM resumable_uploads u
                CROSS JOIN LATERAL unnest(COALESCE(u.part_ids, ARRAY[u.id])) WITH ORDINALITY x(id, n)
                JOIN resumable_pieces p ON p.upload_id = x.id
                WHERE u.id = @Id
                ORDER BY x.n, p.starts_at
                """, new { command.Id }, ct);
        }
    }
}
