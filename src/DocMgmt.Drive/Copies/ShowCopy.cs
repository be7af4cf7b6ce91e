using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using MediatR;

namespace DocMgmt.Drive.Copies;

/// <summary>Puts a copy that is whole into its place, where everybody sees it at once.</summary>
internal static class ShowCopy
{
    public sealed record Command(long JobId, int Attempt, long SourceId, long ParentId, long DriveId, string ItemName, NameConflict? OnConflict)
        : ICommand<Shown>, ILocking, IAudited<Shown>
    {
        public Access Access => Access.ToFolder(ParentId, Level.Write);

        // Its folders are nobody else's yet: the drive need not be had alone.
        public Locks Locks => Locks.DriveShared | Locks.Folder;
        public AuditEntry Audit(Shown done) => new("copy", done.ItemId, new { name = done.ItemName, from = done.From, items = done.Items, job_id = JobId });
    }

    /// <param name="From">What it is a copy of; null where that is in another drive, or gone.</param>
    public sealed record Shown(long ItemId, string ItemName, int Items, long? From);

    internal sealed class Handler(Db db, Admission admission, JobTurn turn, Subtrees subtrees, Placing placing) : IRequestHandler<Command, Shown>
    {
        public async Task<Shown> Handle(Command command, CancellationToken ct)
        {
            var place = admission.Target;
            if (place.DriveId != command.DriveId) throw Problems.PlaceLost;
            await turn.TakeAsync(command.JobId, command.Attempt, ct);
            var root = await db.SingleAsync<long>("SELECT made_id FROM job_items WHERE job_id = @JobId AND position = 1", command, ct);
            await subtrees.RestoreAsync(new() { Id = root, Path = $"/{root}/", Depth = 0 }, place, root, ct);
            var name = await placing.PutAsync(command.ItemName, isFolder: true, command.OnConflict, free => PutAsync(root, place, free, ct), ct);
            await Standing.JudgeAsync(db, place, Level.Write, ct); // the name may have been waited for
            var items = await db.SingleAsync<int>("""
                UPDATE jobs SET item_id = @Root WHERE id = @JobId;
                SELECT CAST(count(made_id) AS integer) FROM job_items WHERE job_id = @JobId
                """, new { root, command.JobId }, ct);
            return new(root, name, items, await db.SingleOrDefaultAsync<long?>("SELECT id FROM items WHERE id = @SourceId AND drive_id = @DriveId", command, ct));
        }

        private async Task<string> PutAsync(long root, Target place, string name, CancellationToken ct)
        {
            var descriptions = await db.ListAsync<string?>($"""
                UPDATE items
                SET parent_id = @ParentId, name = @Name, sort_key = @SortKey, trashed_at = NULL, trashed_by = NULL, purging_at = NULL, job_id = NULL, updated_at = @Now
                WHERE id = @Root
                RETURNING description;
                {ParentTouch.Sql}
                """, new { root, ParentId = place.Id, name, SortKey = SortKey.Of(name) }, ct);
            db.Index(root, name, descriptions.Single());
            return name;
        }
    }
}
