using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;

namespace DocMgmt.Drive.Tags;

/// <summary>A drive's tags by name, and their rows' locks.</summary>
internal sealed class DriveTags(Db db)
{
    public sealed record Known(long Id, string NameKey);

    /// <param name="Color">What a new one gets.</param>
    public sealed record Named(string Name, string NameKey, string? Color)
    {
        public static Named Of(string name) => new(TagRules.Normalize(name), TagRules.Key(name), null);
    }

    /// <summary>
    /// Makes whoever else adds or changes a name in that drive wait for this transaction. Before all rows of tags: so nobody who has such rows waits
    /// for a name, and a drive's tags can be counted.
    /// </summary>
    public Task LockNamesAsync(long driveId, CancellationToken ct) =>
        db.ExecuteAsync($"SELECT {LockNames} FROM (SELECT CAST(@DriveId AS bigint) AS id) d", new { driveId }, ct);

    /// <summary>The expression that does it for a drive <c>d</c>.</summary>
    public const string LockNames = "pg_advisory_xact_lock(hashtextextended('tags of ' || d.id, 0))";

    /// <summary>The tags of those names in a drive; those that are missing are made. Under no lock but that of the names, if one was missing.</summary>
    /// <exception cref="Problem">409 <c>too_many_tags</c>.</exception>
    public async Task<IReadOnlyList<Known>> OfNamesAsync(long driveId, IReadOnlyCollection<Named> named, CancellationToken ct)
    {
        const string Find = "SELECT id, name_key FROM tags WHERE drive_id = @DriveId AND name_key = ANY (@Keys)";
        var wanted = named.DistinctBy(n => n.NameKey, StringComparer.Ordinal).OrderBy(n => n.NameKey, StringComparer.Ordinal).ToList();
        string[] keys = [.. wanted.Select(n => n.NameKey)];
        var found = await db.ListAsync<Known>(Find, new { driveId, keys }, ct);
        if (found.Count == wanted.Count) return found;

        await LockNamesAsync(driveId, ct);
        found = await db.ListAsync<Known>($"""
            INSERT INTO tags (drive_id, name, name_key, name_text, color)
            SELECT @DriveId, x.name, x.name_key, x.name_text, x.color FROM unnest(@Names, @Keys, @Texts, @Colors) AS x (name, name_key, name_text, color)
            ON CONFLICT DO NOTHING;
            {Find}
            """, new { driveId, keys, Names = wanted.Select(n => n.Name).ToArray(), Texts = wanted.Select(n => SearchWords.Of(n.Name)).ToArray(), Colors = wanted.Select(n => n.Color).ToArray() }, ct);
        await CheckRoomAsync(driveId, ct);
        return found.Count == wanted.Count ? found : throw new LocksMissedException(); // one was deleted just then
    }

    /// <summary>Refuses one too many that was just made, under the names' lock.</summary>
    /// <exception cref="Problem">409 <c>too_many_tags</c>.</exception>
    public async Task CheckRoomAsync(long driveId, CancellationToken ct)
    {
        if (await db.SingleAsync<long>("SELECT count(*) FROM tags WHERE drive_id = @DriveId", new { driveId }, ct) > TagRules.MostOfDrive) throw Problems.TooManyTags;
    }

    /// <summary>Locks tags to count how many items carry them, in the order of their ids. After items, versions and blobs, once a transaction.</summary>
    /// <exception cref="LocksMissedException">One was merged, deleted or named otherwise meanwhile.</exception>
    public async Task LockAsync(IReadOnlyCollection<Known> tags, CancellationToken ct)
    {
        long[] ids = [.. tags.Select(t => t.Id).Distinct()];
        var rows = await db.ListAsync<Known>("SELECT id, name_key FROM tags WHERE id = ANY (@Ids) ORDER BY id FOR NO KEY UPDATE", new { ids }, ct);
        if (!rows.ToHashSet().SetEquals(tags)) throw new LocksMissedException();
    }
}
