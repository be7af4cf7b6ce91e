using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;

namespace DocMgmt.Drive.Tags;

/// <summary>Takes tags along where items are copied or go into another drive: in their own drive the same ones, in another one those of the same names. Comes last of all locks but the drives' use.</summary>
internal sealed class CarriedTags(Db db, DriveTags drive)
{
    private sealed record Tagging(long ItemId, long TagId, long DriveId, string Name, string NameKey, string? Color)
    {
        public DriveTags.Named Named => new(Name, NameKey, Color);
    }

    private sealed record Used(long Id, string Name, string NameKey, string? Color);

    /// <summary>Has each copy carry what its original carries now.</summary>
    /// <exception cref="Problem">409 <c>too_many_tags</c>.</exception>
    public async Task CopyAsync(long[] originals, long[] copies, long driveId, CancellationToken ct)
    {
        var taggings = await db.ListAsync<Tagging>("""
            SELECT x.item_id, g.id AS tag_id, g.drive_id, g.name, g.name_key, g.color FROM item_tags x JOIN tags g ON g.id = x.tag_id WHERE x.item_id = ANY (@Originals)
            """, new { originals }, ct);
        if (taggings.Count == 0) return;
        var known = taggings.All(t => t.DriveId == driveId)
            ? [.. taggings.Select(t => new DriveTags.Known(t.TagId, t.NameKey)).Distinct()]
            : await drive.OfNamesAsync(driveId, [.. taggings.Select(t => t.Named)], ct);
        await drive.LockAsync(known, ct);

        var (copyOf, tagOf) = (originals.Zip(copies).ToDictionary(p => p.First, p => p.Second), known.ToDictionary(k => k.NameKey, k => k.Id, StringComparer.Ordinal));
        var made = taggings.Select(t => (Copy: copyOf[t.ItemId], Tag: tagOf[t.NameKey])).Distinct().ToList();
        await db.ExecuteAsync($"""
            WITH made AS (
                INSERT INTO item_tags (item_id, tag_id) SELECT x.item_id, x.tag_id FROM unnest(@Items, @Tags) AS x (item_id, tag_id) RETURNING tag_id
            )
            UPDATE tags t SET usage_count = usage_count + n.count FROM (SELECT tag_id, count(*) FROM made GROUP BY tag_id) n WHERE t.id = n.tag_id;
            {SearchText.Retag} WHERE s.item_id = ANY (@Items)
            """, new { Items = made.Select(m => m.Copy).ToArray(), Tags = made.Select(m => m.Tag).ToArray() }, ct);
    }

    /// <summary>Has what went into another drive carry that one's tags. Nobody else changes what it carries meanwhile: it is the mover's.</summary>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="Problem">409 <c>too_many_tags</c>.</exception>
    public async Task<bool> MoveAsync(Target item, Target place, CancellationToken ct)
    {
        var path = $"{place.Path}{item.Id}/";
        var used = await db.ListAsync<Used>($"""
            SELECT g.id, g.name, g.name_key, g.color FROM tags g WHERE g.id IN (SELECT x.tag_id FROM item_tags x WHERE x.item_id IN ({DriveChange.These}))
            """, new { item.Id, path, PathEnd = Subtrees.End(path) }, ct);
        if (used.Count == 0) return false;
        var there = await drive.OfNamesAsync(place.DriveId, [.. used.Select(u => new DriveTags.Named(u.Name, u.NameKey, u.Color))], ct);
        await drive.LockAsync([.. used.Select(u => new DriveTags.Known(u.Id, u.NameKey)), .. there], ct);

        var tagOf = there.ToDictionary(k => k.NameKey, k => k.Id, StringComparer.Ordinal);
        await db.ExecuteAsync($"""
            WITH moved AS (
                UPDATE item_tags x SET tag_id = m.there
                FROM unnest(@From, @To) AS m (here, there)
                WHERE x.tag_id = m.here AND x.item_id IN ({DriveChange.These})
                RETURNING m.here, m.there
            )
            UPDATE tags t SET usage_count = usage_count + n.change
            FROM (SELECT here AS id, -count(*) AS change FROM moved GROUP BY here UNION ALL SELECT there, count(*) FROM moved GROUP BY there) n
            WHERE t.id = n.id
            """, new { item.Id, path, PathEnd = Subtrees.End(path), From = used.Select(u => u.Id).ToArray(), To = used.Select(u => tagOf[u.NameKey]).ToArray() }, ct);
        return true;
    }
}
