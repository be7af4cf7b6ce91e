using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Tags;

/// <summary>The rows of the tags that a drive's owner changes, under their locks: nobody puts them on items or takes them off meanwhile.</summary>
internal sealed class OwnTags(Db db, Admission admission)
{
    public sealed record Row(long Id, string Name, string? Color);

    /// <summary>Locks those of the drive that the command was admitted to, in the order of their ids, and judges once more whether the caller may.</summary>
    /// <exception cref="Problem">404 the first is gone; 401, 404, 403.</exception>
    public async Task<IReadOnlyList<Row>> LockAsync(long[] ids, CancellationToken ct)
    {
        var drive = admission.Target;
        var results = await db.MultipleAsync($"""
            SELECT id, name, color FROM tags WHERE drive_id = @DriveId AND id = ANY (@Ids) ORDER BY id FOR UPDATE;
            SELECT min(x.level) FROM ({Standing.Levels}) x
            """, new { drive.DriveId, ids, Paths = new[] { drive.OwnPath }, Drives = new[] { drive.DriveId } }, ct);
        await using (results)
        {
            var rows = (await results.ReadAsync<Row>()).ToList();
            Standing.Judge(await results.ReadSingleAsync<int?>(), Level.Owner);
            return rows.Exists(r => r.Id == ids[0]) ? rows : throw Problems.NotFound;
        }
    }
}
