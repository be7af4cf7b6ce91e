using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Has pieces count that were received. Of two who received the same part of an upload, the first one's count.</summary>
internal static class CountPieces
{
    /// <summary>Answers the upload as it is then.</summary>
    /// <param name="Offset">Where the first of them begins.</param>
    public sealed record Command(Guid Id, long Offset, IReadOnlyList<StoredPiece> Pieces) : ICommand<ResumableUpload>, IOpenToVisitors
    {
        public Access Access => Access.ToResumable(Id, Level.Write);
        public Level? Opened => Level.Write;
    }

    internal sealed class Handler(Db db, Admission admission, PieceLimits limits) : IRequestHandler<Command, ResumableUpload>
    {
        public async Task<ResumableUpload> Handle(Command command, CancellationToken ct)
        {
            var pieces = command.Pieces;
            // The upload's row comes first in the lock order; the statement waits for who counts pieces of it just now, and then looks again.
            var upload = await db.SingleOrDefaultAsync<ResumableUpload>($"""
                UPDATE resumable_uploads u
                SET received_bytes = u.received_bytes + @Bytes, expires_at = LEAST(@ExpiresAt, u.created_at + @LongestLife)
                WHERE u.id = @Id AND u.received_bytes = @Offset AND u.completed_at IS NULL AND u.expires_at > @Now
                RETURNING {ResumableUpload.Columns}
                """, new { command.Id, command.Offset, Bytes = pieces.Sum(p => p.SizeBytes), ExpiresAt = db.Now + CreateResumable.Life, CreateResumable.LongestLife }, ct)
                ?? throw await WhyNotAsync(command, ct);
            await db.ExecuteAsync(StagedRoom.LockCaller, null, ct);
            if (!await db.SingleAsync<bool>(StagedRoom.IsEnoughForAll, new { admission.Target.DriveId }, ct)) throw Problems.QuotaExceeded(null);
            var count = await db.SingleAsync<int>("""
                INSERT INTO resumable_pieces (upload_id, starts_at, size_bytes, store, name)
                SELECT @Id, x.starts_at, x.size_bytes, x.store, x.name
                FROM unnest(CAST(@Starts AS bigint[]), CAST(@Sizes AS bigint[]), CAST(@Stores AS text[]), CAST(@Names AS text[])) x(starts_at, size_bytes, store, name);
                SELECT count(*) FROM resumable_pieces WHERE upload_id = @Id
                """, new
            {
                command.Id,
                Starts = pieces.Select((_, i) => command.Offset + pieces.Take(i).Sum(p => p.SizeBytes)).ToArray(),
                Sizes = pieces.Select(p => p.SizeBytes).ToArray(),
                Stores = pieces.Select(p => p.Store).ToArray(),
                Names = pieces.Select(p => p.Name).ToArray(),
            }, ct);
            return count <= limits.MostPieces ? upload : throw Problems.TooManyPieces;
        }

        private async Task<Problem> WhyNotAsync(Command command, CancellationToken ct) =>
            await db.SingleOrDefaultAsync<long?>("SELECT received_bytes FROM resumable_uploads WHERE id = @Id AND expires_at > @Now", new { command.Id }, ct) is { } offset
                ? Problems.OffsetMismatch(offset)
                : Problems.NotFound;
    }
}
