using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;

namespace DocMgmt.Drive.Tags;

/// <summary>Changes which tags the item carries that the command was admitted to: its row, then the tags' rows in the order of their ids.</summary>
internal sealed class ItemTagging(Db db, Admission admission, ItemRow row, DriveTags drive)
{
    private sealed record Carried(long Id, string Name, string NameKey);

    private Target Item => admission.Target;

    /// <summary>Locks the item's row, after which only a merge, or the end of a tag, changes what it carries.</summary>
    /// <exception cref="Problem">400 <c>drive_root</c>; those of <see cref="ItemRow.LockAsync"/>.</exception>
    public async Task LockAsync(CancellationToken ct)
    {
        if (Item.IsRoot) throw Problems.DriveRoot;
        await row.LockAsync(Item, Item.ParentId, null, [Item], ct);
    }

    /// <summary>The tags of those names; those that are missing are made.</summary>
    public Task<IReadOnlyList<DriveTags.Known>> OfNamesAsync(IEnumerable<string> names, CancellationToken ct) =>
        drive.OfNamesAsync(Item.DriveId, [.. names.Select(DriveTags.Named.Of)], ct);

    /// <summary>Those of the item's drive with such ids that the caller sees: the owner all, others those on items that they may read.</summary>
    public Task<IReadOnlyList<DriveTags.Known>> OfIdsAsync(long[] ids, CancellationToken ct) => db.ListAsync<DriveTags.Known>($"""
        WITH {Guard.Caller},
        place AS (SELECT CAST(@DriveId AS bigint) AS drive_id),
        asked AS (SELECT g.id, g.name_key, g.usage_count FROM tags g WHERE g.drive_id = @DriveId AND g.id = ANY (@Ids)),
        {TagGuard.Grants},
        {TagGuard.Sights}
        SELECT g.id, g.name_key FROM asked g WHERE @Owns OR g.id IN (SELECT s.tag_id FROM sights s)
        """, new { Item.DriveId, ids, Owns = Item.Level == (int)Level.Owner }, ct);

    /// <summary>What it carries now.</summary>
    public async Task<IReadOnlyList<DriveTags.Known>> CarriedAsync(CancellationToken ct) => [.. (await ListAsync(ct)).Select(c => new DriveTags.Known(c.Id, c.NameKey))];

    /// <summary>Has it carry these, and no others. A change is a new revision.</summary>
    /// <exception cref="Problem">409 <c>too_many_item_tags</c>; 401, 403, 404 what the caller may has changed.</exception>
    /// <exception cref="LocksMissedException">A tag was merged, deleted or named otherwise meanwhile.</exception>
    public async Task<TaggedItem> CarryAsync(IReadOnlyCollection<DriveTags.Known> wanted, CancellationToken ct)
    {
        var before = await ListAsync(ct);
        var added = wanted.Where(w => before.All(b => b.Id != w.Id)).ToList();
        var removed = before.Where(b => wanted.All(w => w.Id != b.Id)).ToList();
        if (added.Count + removed.Count == 0) return new(Item.Id, await db.ListAsync<Tag>(ListItemTags.OfId, new { AccessId = Item.Id }, ct), [], []);
        if (added.Count > 0 && wanted.Count > TagRules.MostOfItem) throw Problems.TooManyItemTags;

        await drive.LockAsync([.. added, .. removed.Select(r => new DriveTags.Known(r.Id, r.NameKey))], ct);
        await JudgeAgainAsync(before, ct);
        db.IndexTags(Item.Id);
        long[] on = [.. added.Select(a => a.Id)];
        var tags = await db.ListAsync<Tag>($"""
            DELETE FROM item_tags WHERE item_id = @Id AND tag_id = ANY (@Off);
            INSERT INTO item_tags (item_id, tag_id) SELECT @Id, x.id FROM unnest(@On) AS x (id);
            UPDATE tags SET usage_count = usage_count + CASE WHEN id = ANY (@On) THEN 1 ELSE -1 END WHERE id = ANY (@On) OR id = ANY (@Off);
            UPDATE items SET revision = revision + 1, updated_at = @Now WHERE id = @Id;
            {ParentTouch.Sql};
            {ListItemTags.OfId}
            """, new { Item.Id, on, Off = removed.Select(r => r.Id).ToArray(), Item.ParentId, AccessId = Item.Id }, ct);
        return new(Item.Id, tags, [.. tags.Where(t => on.Contains(t.Id)).Select(t => t.Name)], [.. removed.Select(r => r.Name)]);
    }

    /// <summary>What the caller may, and what the item carries: names and tags may have been waited for.</summary>
    private async Task JudgeAgainAsync(IReadOnlyList<Carried> before, CancellationToken ct)
    {
        var results = await db.MultipleAsync(
            $"{List}; SELECT min(x.level) FROM ({Standing.Levels}) x", new { Item.Id, Paths = new[] { Item.OwnPath }, Drives = new[] { Item.DriveId } }, ct);
        await using (results)
        {
            var now = await results.ReadAsync<Carried>();
            Standing.Judge(await results.ReadSingleAsync<int?>(), Level.Write);
            if (!now.Select(c => c.Id).SequenceEqual(before.Select(c => c.Id))) throw new LocksMissedException();
        }
    }

    private Task<IReadOnlyList<Carried>> ListAsync(CancellationToken ct) => db.ListAsync<Carried>(List, new { Item.Id }, ct);

    private const string List = "SELECT g.id, g.name, g.name_key FROM item_tags x JOIN tags g ON g.id = x.tag_id WHERE x.item_id = @Id ORDER BY g.id";
}
