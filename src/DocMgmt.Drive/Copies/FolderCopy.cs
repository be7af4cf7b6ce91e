using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;

namespace DocMgmt.Drive.Copies;

/// <summary>Copies a folder with what is in it: at once, or as a job that lists what it is to copy and comes to that later.</summary>
internal sealed class FolderCopy(Db db, Admission admission, Placing placing, SourceTree tree, CarriedTags tags, JobQueue jobs)
{
    /// <summary>What a copy came to: an item, or a job that makes it.</summary>
    public sealed record Outcome(long? ItemId, Job? Job, int Items);

    /// <exception cref="Problem">400 <c>drive_root</c>, <c>move_into_itself</c>, <c>folder_too_deep</c>; 403 <c>quota_exceeded</c>; 409 <c>item_name_taken</c>; 422 <c>too_many_items</c>.</exception>
    public async Task<Outcome> CopyAsync(string name, NameConflict? onConflict, CancellationToken ct)
    {
        var (source, place) = (admission.Moved, admission.Target);
        if (source.IsRoot) throw Problems.DriveRoot;
        if (place.Path.StartsWith(source.Path, StringComparison.Ordinal)) throw Problems.MoveIntoItself;
        var size = await tree.MeasureAsync(source, ct);
        if (size.Items > CopyItem.MostItems) throw Problems.TooManyItems(CopyItem.MostItems);
        if (place.Depth + 1 + size.Depth - source.Depth > Subtrees.MaxDepth) throw Problems.TooDeep;
        if (size.Bytes > place.AvailableBytes) throw place.QuotaExceeded();
        return size.Items > CopyItem.AtOnce ? await QueueAsync(source, place, name, onConflict, size.Items, ct) : await CopyAtOnceAsync(source, place, name, onConflict, ct);
    }

    private async Task<Outcome> CopyAtOnceAsync(Target source, Target place, string name, NameConflict? onConflict, CancellationToken ct)
    {
        var originals = await tree.ListAsync(source, ct);
        if (originals.Count == 0) throw Problems.NotFound; // it went to the trash meanwhile
        var copy = new CopiedTree(db, place.DriveId, new(place.Id, place.Path, place.Depth), jobId: null);
        var ids = await placing.PutAsync(name, isFolder: true, onConflict, free => copy.WriteAsync([originals[0] with { Name = free }], ct), ct);
        if (originals.Count > 1) ids = [.. ids, .. await copy.WriteAsync([.. originals.Skip(1)], ct)];
        await tags.CopyAsync([.. originals.Select(o => o.SourceId)], ids, place.DriveId, ct);
        await db.ExecuteAsync(ParentTouch.Sql, new { ParentId = place.Id }, ct);
        return new(copy.RootId, null, originals.Count);
    }

    private async Task<Outcome> QueueAsync(Target source, Target place, string name, NameConflict? onConflict, int items, CancellationToken ct)
    {
        var taken = await db.SingleOrDefaultAsync<string>("SELECT type FROM items WHERE parent_id = @Id AND name = @Name AND trashed_at IS NULL", new { place.Id, name }, ct);
        if (taken is not null && (onConflict is null or NameConflict.Fail || (onConflict == NameConflict.Replace && taken == "folder"))) throw Problems.ItemNameTaken;
        var job = await jobs.AddAsync(CopyJob.Name, new CopyJob.Arguments(source.Id, place.Id, place.DriveId, name, onConflict), items, ct);
        await tree.NoteAsync(source, job.Id, ct);
        return new(null, job, 0);
    }
}
