using DocMgmt.Drive.Database;
using DocMgmt.Drive.Direct;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// A client may send to its place for as long as it has a URL that is good, whatever became of the upload. Where the place is a blob's key that is
/// noted before the first URL is given out, so that nothing is ever there that nobody knows of, and stays noted until nobody can send to it any more.
/// </summary>
internal static class PlaceNote
{
    public static Task AddAsync(Db db, long versionId, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO blob_deletions (store, key, is_place, due_at)
        SELECT u.direct_store, u.direct_name, true, u.expires_at + @AfterIt FROM uploads u WHERE u.version_id = @VersionId AND u.direct_name LIKE '__/%'
        """, new { versionId, AfterIt = DirectStores.UploadLife + DirectStores.LongestSending }, ct);
}
