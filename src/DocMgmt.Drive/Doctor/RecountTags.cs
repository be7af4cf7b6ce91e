using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>
/// Counts anew how many items carry a tag, where that is wrong. Exact while others write: whoever puts a tag on items or takes it off changes its row,
/// relatively, in the same transaction. Under the row's lock they have either committed, and the next statement sees it, or they have not changed the row yet.
/// </summary>
internal static class RecountTags
{
    public sealed record Command(long After) : ICommand<Batch>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Batch>
    {
        public async Task<Batch> Handle(Command command, CancellationToken ct)
        {
            var ids = (await db.ListAsync<long>("""
                SELECT g.id FROM tags g
                WHERE g.id > @After AND g.usage_count <> (SELECT count(*) FROM item_tags x WHERE x.tag_id = g.id)
                ORDER BY g.id LIMIT @Size
                """, new { command.After, Batch.Size }, ct)).ToArray();
            if (ids.Length == 0) return new(0, null);
            await db.ExecuteAsync("SELECT id FROM tags WHERE id = ANY (@Ids) ORDER BY id FOR NO KEY UPDATE", new { ids }, ct);
            var changed = await db.ExecuteAsync("""
                UPDATE tags g SET usage_count = n.count
                FROM (SELECT i.id, (SELECT count(*) FROM item_tags x WHERE x.tag_id = i.id) AS count FROM unnest(CAST(@Ids AS bigint[])) AS i (id)) n
                WHERE g.id = n.id AND g.usage_count <> n.count
                """, new { ids }, ct);
            return new(changed, ids[^1]);
        }
    }
}
