using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>How far an upload has come that the caller began, and that may still go on.</summary>
internal static class FindResumable
{
    public sealed record Query(Guid Id) : IQuery<ResumableUpload>, IOpenToVisitors
    {
        public Access Access => Access.ToResumable(Id, Level.Write);
        public Level? Opened => Level.Write;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, ResumableUpload>
    {
        public Task<ResumableUpload> Handle(Query query, CancellationToken ct) => db.SingleAsync<ResumableUpload>(query, $"""
            {ResumableGuard.Resumable}
            SELECT {Guard.Columns}, {ResumableUpload.Columns}, GREATEST({StagedRoom.Left}, 0) AS room_bytes
            FROM target t
            JOIN drives d ON d.id = t.drive_id
            JOIN resumable_uploads u ON u.id = @Id AND u.expires_at > @Now
            """, ct);
    }
}
