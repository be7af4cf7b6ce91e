using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Begins an upload that comes in several requests.</summary>
internal static class CreateResumable
{
    /// <summary>How long an upload waits for its next byte.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>How long one may take, however often a byte of it comes: what nobody finishes is not kept in somebody's drive for good.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);

    private const int MostOpen = 10_000, MostOfLink = 1_000;

    public sealed record Command(
        ResumableKind Kind, long? ParentId, string? ItemName, string? MimeType, Sha256Hash? Checksum, OnConflict OnConflict, string Metadata, Guid[]? PartIds, long SizeBytes)
        : ICommand<ResumableUpload>, IOpenToVisitors
    {
        public Access Access => Access.ToFolder(ParentId, Level.Write);
        public Level? Opened => Level.Write;
    }

    internal sealed class Handler(Db db, Admission admission, Caller caller) : IRequestHandler<Command, ResumableUpload>
    {
        public async Task<ResumableUpload> Handle(Command command, CancellationToken ct)
        {
            // A visitor is told of no room.
            if (command.Kind == ResumableKind.Partial && caller.Visit is null && command.SizeBytes > admission.Target.AvailableBytes) throw admission.Target.QuotaExceeded();
            await db.ExecuteAsync(StagedRoom.LockCaller, null, ct);
            if (await db.SingleAsync<bool>($"""
                SELECT count(*) >= @Most FROM (SELECT 1 FROM resumable_uploads u WHERE {ResumableGuard.Mine} AND u.completed_at IS NULL AND u.expires_at > @Now LIMIT @Most) open
                """, new { Most = caller.Visit is null ? MostOpen : MostOfLink }, ct)) throw Problems.TooManyUploads;
            return await db.SingleAsync<ResumableUpload>($"""
                INSERT INTO resumable_uploads AS u (id, user_id, link_id, drive_id, parent_id, kind, item_name, mime_type, sha256, on_conflict, metadata, part_ids, size_bytes, created_at, expires_at)
                VALUES (@Id, @CallerId, CAST(@CallerLink AS bigint), @DriveId, @ParentId, @Kind, @ItemName, @MimeType, @Sha256, @OnConflict, @Metadata, @PartIds, @SizeBytes, @Now, @ExpiresAt)
                RETURNING {ResumableUpload.Columns}
                """, new
            {
                Id = Guid.NewGuid(), // random to the last bit: who knows it goes on with the upload
                admission.Target.DriveId,
                ParentId = admission.Target.Id,
                Kind = command.Kind.ToString().ToLowerInvariant(),
                ItemName = command.ItemName is null ? null : Items.ItemName.Normalize(command.ItemName),
                command.MimeType,
                Sha256 = command.Checksum?.Bytes,
                OnConflict = command.OnConflict.ToString().ToLowerInvariant(),
                command.Metadata,
                command.PartIds,
                command.SizeBytes,
                ExpiresAt = db.Now + Life,
            }, ct);
        }
    }
}
