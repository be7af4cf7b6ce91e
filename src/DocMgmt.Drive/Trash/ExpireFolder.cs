using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Begins the purge of the first folder after an id that has been in the trash for as long as the trash keeps things. (Files go in batches: <see cref="ExpireTrash"/>.)</summary>
public static class ExpireFolder
{
    /// <summary>Answers the folder's id; null when there is none left.</summary>
    public sealed record Command(long After) : ICommand<long?>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db, Caller caller, Purge purge, TrashRetention retention) : IRequestHandler<Command, long?>
    {
        private sealed record Expired(long Id, long DriveId, string Name);

        // Found without a lock; whether it still is what it was is looked at under the drive's.
        public async Task<long?> Handle(Command command, CancellationToken ct)
        {
            var found = await db.SingleOrDefaultAsync<Expired>("""
                SELECT id, drive_id, name FROM items
                WHERE trashed_at <= @Until AND purging_at IS NULL AND type = 'folder' AND id > @After
                ORDER BY id LIMIT 1
                """, new { Until = db.Now - retention.Kept, command.After }, ct);
            if (found is null) return null;
            if (!await db.SingleAsync<bool>("SELECT pg_try_advisory_xact_lock(@DriveId)", found, ct)) return found.Id; // the next run's
            var expired = await db.SingleOrDefaultAsync<long?>(
                "SELECT id FROM items WHERE id = @Id AND trashed_at <= @Until AND purging_at IS NULL", new { found.Id, Until = db.Now - retention.Kept }, ct);
            if (expired is not null && await purge.BeginAsync(found.Id, ct) is { } with)
                db.AtCommit(EventRow.Of(new("purge", found.Id, new { name = found.Name, expired = true, folders = with.Folders, files = with.Files }), caller, found.DriveId, db.Now).Insert());
            return found.Id;
        }
    }
}
