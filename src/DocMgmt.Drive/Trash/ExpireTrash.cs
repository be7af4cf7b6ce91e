using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Begins the purge of what has been in the trash for as long as the trash keeps things.</summary>
public static class ExpireTrash
{
    /// <summary>Answers how many it began to purge: fewer than the batch at the end.</summary>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db, Caller caller, TrashRetention retention) : IRequestHandler<Command, int>
    {
        private sealed record Expired(long Id, long DriveId, string Name);

        // Who restores one of them has its row: it is left to the next run.
        public async Task<int> Handle(Command command, CancellationToken ct)
        {
            var expired = await db.ListAsync<Expired>($"""
                UPDATE items SET {Purge.Marks}
                WHERE id IN (
                    SELECT id FROM items
                    WHERE trashed_at <= @Until AND purging_at IS NULL AND type = 'file'
                    ORDER BY id LIMIT @Batch FOR NO KEY UPDATE SKIP LOCKED
                )
                RETURNING id, drive_id, name
                """, new { Until = db.Now - retention.Kept, command.Batch }, ct);
            foreach (var item in expired)
                db.AtCommit(EventRow.Of(new("purge", item.Id, new { name = item.Name, expired = true }), caller, item.DriveId, db.Now).Insert());
            return expired.Count;
        }
    }
}
