using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>Makes the paths of folders anew from who is in whom, each by itself, so that wrong ones above do no harm.</summary>
internal static class RebuildPaths
{
    public sealed record Command(long After, int Batch) : ICommand<Batch>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Batch>
    {
        // What leads to no root (in a circle, or to something that is missing) gets no path. Takes @Ids.
        private const string Wrong = """
            WITH RECURSIVE up AS (
                SELECT f.id, i.parent_id, i.drive_id, '/' || f.id || '/' AS path, 0 AS depth
                FROM folders f
                JOIN items i ON i.id = f.id
                WHERE f.id = ANY (@Ids)
                UNION ALL
                SELECT u.id, p.parent_id, u.drive_id, '/' || p.id || u.path, u.depth + 1
                FROM up u
                JOIN items p ON p.id = u.parent_id AND p.drive_id = u.drive_id
                WHERE u.depth < 100
            ),
            wrong AS (
                SELECT f.id, f.drive_id, u.path, u.depth
                FROM up u
                JOIN drives d ON d.id = u.drive_id
                JOIN folders f ON f.id = u.id
                WHERE u.parent_id IS NULL AND starts_with(u.path, '/' || d.root_id || '/') AND (f.path <> u.path OR f.depth <> u.depth)
            )
            """;

        public async Task<Batch> Handle(Command command, CancellationToken ct)
        {
            var ids = (await db.ListAsync<long>("SELECT id FROM folders WHERE id > @After ORDER BY id LIMIT @Batch", command, ct)).ToArray();
            if (ids.Length == 0) return new(0, null);
            var wrong = await db.ListAsync<(long Id, long DriveId)>($"{Wrong} SELECT id, drive_id FROM wrong", new { ids }, ct);
            if (wrong.Count == 0) return new(0, ids[^1]);

            // As moving does: then nobody moves, or makes a folder, in these drives. Whose drive changed until now is left for another time.
            var args = new { Ids = wrong.Select(w => w.Id).ToArray(), Drives = wrong.Select(w => w.DriveId).Distinct().Order().ToArray() };
            await db.ExecuteAsync("SELECT pg_advisory_xact_lock(id) FROM unnest(CAST(@Drives AS bigint[])) AS id", args, ct);
            await db.ExecuteAsync("SELECT id FROM folders WHERE id = ANY (@Ids) ORDER BY id FOR UPDATE", args, ct);
            // A path is unique at every moment, and a wrong one may be the right one of another folder.
            var changed = await db.ListAsync<(long Id, string Path, int Depth)>($"""
                {Wrong}
                UPDATE folders f SET path = '?' || f.id FROM wrong w WHERE f.id = w.id AND f.drive_id = ANY (@Drives) RETURNING f.id, w.path, w.depth
                """, args, ct);
            await db.ExecuteAsync("""
                UPDATE folders f SET path = r.path, depth = r.depth
                FROM unnest(@Ids, @Paths, @Depths) AS r (id, path, depth)
                WHERE f.id = r.id
                """, new { Ids = changed.Select(c => c.Id).ToArray(), Paths = changed.Select(c => c.Path).ToArray(), Depths = changed.Select(c => c.Depth).ToArray() }, ct);
            return new(changed.Count, ids[^1]);
        }
    }
}
