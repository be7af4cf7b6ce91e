using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using DocMgmt.Drive.Tags;

namespace DocMgmt.Drive.Items;

/// <summary>Takes what a command was admitted to into the folder that it was admitted to, also of another drive: moving and accepting alike. Under <see cref="Locks.Move"/>.</summary>
internal sealed class Moves(Db db, Admission admission, ItemRow row, Placing placing, Subtrees subtrees, DriveChange drives, CarriedTags tags)
{
    /// <param name="Name">The one that it is to get.</param>
    public sealed record Begun(string OldName, string Name);

    private Target Thing => admission.Moved;
    private Target Place => admission.Target;

    /// <summary>Whether it goes into another drive.</summary>
    public bool Leaves => Thing.DriveId != Place.DriveId;

    /// <summary>Takes the folders there, then locks the item: folders before items, as everybody locks them.</summary>
    /// <param name="wanted">Null: the name that it has.</param>
    /// <param name="judged">As for <see cref="ItemRow.LockAsync"/>.</param>
    /// <exception cref="Problem">404 it is gone meanwhile; 401, 403, 404 what the caller may has changed; 412, 428; 422 <c>too_many_items</c>; 400 <c>folder_too_deep</c>, as a broken constraint.</exception>
    public async Task<Begun> BeginAsync(string? wanted, Target[] judged, Level needed, CancellationToken ct)
    {
        if (Leaves) await drives.MoveFoldersAsync(Thing, Place, ct);
        else if (Thing.Type == "folder" && Thing.ParentId != Place.Id) await subtrees.MoveAsync(Thing, Place, ct);
        var name = wanted is null ? Thing.Name : ItemName.Normalize(wanted);
        var before = await row.LockAsync(Thing, Place.Id, name, judged, ct, needed);
        return new(before.Name, wanted is null ? before.Name : name);
    }

    /// <summary>Takes the rest there.</summary>
    /// <exception cref="Problem">403 <c>quota_exceeded</c>; 409 <c>item_name_taken</c>, as a broken constraint; 409 <c>too_many_tags</c>.</exception>
    public async Task<Item> EndAsync(string name, NameConflict? onConflict, bool keepPermissions, bool keepLinks, CancellationToken ct)
    {
        if (Leaves) await drives.MoveContentsAsync(Thing, Place, keepPermissions, keepLinks, ct);
        var moved = await placing.PutAsync(name, Thing.Type == "folder", onConflict, free => WriteAsync(free, ct), ct);
        db.Index(moved.Id, moved.ItemName, moved.Description);
        if (!Leaves) return moved;
        var tagged = await tags.MoveAsync(Thing, Place, ct);
        await drives.MoveSearchTextsAsync(Thing, Place, ct);
        return tagged ? await db.ShowAsync(Thing.Id, ct) : moved;
    }

    private async Task<Item> WriteAsync(string name, CancellationToken ct)
    {
        var results = await db.MultipleAsync($"""
            UPDATE items SET parent_id = @ParentId, name = @ItemName, sort_key = @SortKey, revision = revision + 1, updated_at = @Now WHERE id = @Id;
            {ParentTouch.OfOld};
            {ParentTouch.Sql};
            {ItemView.OfNamed}
            """, new { Thing.Id, ParentId = Place.Id, ItemName = name, SortKey = SortKey.Of(name), OldParentId = Thing.ParentId }, ct);
        await using (results) return (await results.ReadSingleOrDefaultAsync<Item>()).Shown();
    }
}
