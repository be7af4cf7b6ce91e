using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Counts references anew where they are wrong. Exact while others write: whoever adds a version has changed the blob's row before, and whoever
/// removes one changes it, relatively, in the same transaction. Under the row's lock they have either committed, and the next statement sees it,
/// or they have not changed the row yet.
/// </summary>
internal static class RecountReferences
{
    public sealed record Command(long After, int Batch) : ICommand<Batch>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Batch>
    {
        private const string Wrong = """
            (b.ref_count <> (SELECT count(*) FROM versions v WHERE v.blob_id = b.id) OR (b.orphaned_at IS NULL) <> (b.ref_count > 0))
            """;

        public async Task<Batch> Handle(Command command, CancellationToken ct)
        {
            var ids = (await db.ListAsync<long>($"SELECT b.id FROM blobs b WHERE b.id > @After AND {Wrong} ORDER BY b.id LIMIT @Batch", command, ct)).ToArray();
            if (ids.Length == 0) return new(0, null);
            await db.ExecuteAsync("SELECT id FROM blobs WHERE id = ANY (@Ids) ORDER BY sha256 FOR NO KEY UPDATE", new { ids }, ct);
            var changed = await db.ExecuteAsync($"""
                UPDATE blobs b
                SET ref_count = v.count, orphaned_at = CASE WHEN v.count = 0 THEN COALESCE(b.orphaned_at, @Now) END
                FROM (SELECT i.id, (SELECT count(*) FROM versions v WHERE v.blob_id = i.id) AS count FROM unnest(CAST(@Ids AS bigint[])) AS i (id)) v
                WHERE b.id = v.id AND {Wrong}
                """, new { ids }, ct);
            return new(changed, ids[^1]);
        }
    }
}
