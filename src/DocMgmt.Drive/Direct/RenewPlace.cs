using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Direct;

/// <summary>Gives a pending upload another place, since what was sent to its first one is not what was announced.</summary>
internal static class RenewPlace
{
    /// <summary>Answers whether it did: not when the upload is gone, completed, or has another place by now.</summary>
    public sealed record Command(long VersionId, string DirectName, string NewName, string Store) : ICommand<bool>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command command, CancellationToken ct)
        {
            var renewed = await db.ExecuteAsync("""
                UPDATE uploads SET direct_store = @Store, direct_name = @NewName, direct_id = NULL
                WHERE version_id = @VersionId AND direct_name = @DirectName AND completed_at IS NULL
                """, command, ct) == 1;
            if (renewed) await PlaceNote.AddAsync(db, command.VersionId, ct);
            return renewed;
        }
    }
}
