using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Puts a file into the trash of its drive. Its name is free at once; its versions keep their references and count as before.</summary>
public static class TrashItem
{
    public sealed record Command(long ItemId) : ICommand<Trashed>, ILocking, IAudited<Trashed>
    {
        public Access Access => Access.To(ItemId, Level.Write);
        public Locks Locks => Locks.Folder;
        public AuditEntry Audit(Trashed done) => new("delete", ItemId, new { name = done.ItemName });
    }

    public sealed record Trashed(string ItemName);

    /// <summary>What putting something into the trash changes of its row.</summary>
    internal const string Marks = "trashed_at = @Now, trashed_by = @CallerId, revision = revision + 1, updated_at = @Now";

    internal sealed class Handler(Db db, Admission admission) : IRequestHandler<Command, Trashed>
    {
        public async Task<Trashed> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Target;
            if (item.Type == "folder") throw Problems.FilesOnly;
            var touched = await db.ExecuteAsync($"""
                UPDATE items SET {Marks} WHERE id = @ItemId AND trashed_at IS NULL
                """, command, ct);
            if (touched == 0) throw Problems.NotFound; // somebody was faster
            await db.ExecuteAsync(ParentTouch.Sql, new { item.ParentId }, ct);
            return new(item.Name);
        }
    }
}
