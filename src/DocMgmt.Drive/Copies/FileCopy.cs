using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using DocMgmt.Drive.Tags;

namespace DocMgmt.Drive.Copies;

/// <summary>Makes another file of a file's current content.</summary>
internal sealed class FileCopy(Db db, Admission admission, Placing placing, VersionWriter versions, CarriedTags tags)
{
    private sealed class Original
    {
        public Sha256Hash? Sha256 { get; init; }
        public long SizeBytes { get; init; }
        public string MimeType { get; init; } = "";
        public string? Description { get; init; }
    }

    /// <summary>Answers the copy's id.</summary>
    /// <exception cref="Problem">409 <c>no_content</c>; those of an upload.</exception>
    public async Task<long> CopyAsync(string name, NameConflict? onConflict, CancellationToken ct)
    {
        var original = await db.SingleAsync<Original>("""
            SELECT b.sha256, i.size_bytes, i.mime_type, i.description
            FROM items i
            LEFT JOIN versions v ON v.id = i.current_version_id
            LEFT JOIN blobs b ON b.id = v.blob_id
            WHERE i.id = @Id
            """, new { admission.Moved.Id }, ct);
        if (original.Sha256 is not { } sha256) throw Problems.NoContent;
        var copy = await placing.PutAsync(name, isFolder: false, onConflict,
            async free => await versions.TryWriteExistingAsync(new(free, original.MimeType, sha256, original.SizeBytes, OnConflict.Fail), ct)
                ?? throw await GoneAsync(sha256, ct), ct);
        if (original.Description is { } description)
        {
            await db.ExecuteAsync("UPDATE items SET description = @Description WHERE id = @Id", new { copy.Id, description }, ct);
            db.Index(copy.Id, copy.ItemName, description, isNew: true);
        }

        await tags.CopyAsync([admission.Moved.Id], [copy.Id], admission.Target.DriveId, ct);
        return copy.Id;
    }

    /// <summary>Why the content that was there a moment ago can't be referred to.</summary>
    private async Task<Problem> GoneAsync(Sha256Hash sha256, CancellationToken ct) =>
        await db.SingleAsync<bool>("SELECT EXISTS (SELECT 1 FROM blobs WHERE sha256 = @Sha256 AND state = 'damaged')", new { sha256 }, ct) ? Problems.ContentDamaged : Problems.NotFound;
}
