using Dapper;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>The narrow rows of a folder and of all folders below it. Under the drive's lock, alone, or before anybody else can see them.</summary>
internal sealed class Subtrees(Db db)
{
    /// <summary>How deep folders are nested, as the constraint folder_too_deep has it.</summary>
    public const int MaxDepth = 100;

    /// <summary>Hangs them below another folder of their drive, also those that are in the trash by themselves.</summary>
    /// <exception cref="Problem">400 <c>folder_too_deep</c>, as a broken constraint.</exception>
    public Task MoveAsync(Target folder, Target place, CancellationToken ct) => db.ExecuteAsync(
        $"UPDATE folders SET {NewPath} WHERE {Below}", Parameters(folder, place), ct);

    /// <summary>Marks those that are in no trash yet as gone there with the folder.</summary>
    /// <returns>What is below it and went along.</returns>
    public Task<Contents> TrashAsync(Target folder, CancellationToken ct) => db.SingleAsync<Contents>($"""
        WITH marked AS (UPDATE folders SET trash_id = @Id WHERE {Below} AND trash_id IS NULL RETURNING id) {CountMarked}
        """, Parameters(folder, folder), ct);

    /// <summary>What bears the mark of an item, but for itself.</summary>
    public Task<Contents> MarkedAsync(long itemId, string path, CancellationToken ct) => db.SingleAsync<Contents>($"""
        WITH marked AS MATERIALIZED (SELECT id FROM folders WHERE {Below} AND trash_id = @Id) {CountMarked}
        """, new { Id = itemId, Path = path, PathEnd = End(path) }, ct);

    // The folder itself is among the marked; what was trashed before by itself did not go along. Folder by folder: how many there are the planner can't know, and would rather read all items.
    private const string CountMarked = """
        SELECT count(*) - 1 AS folders, CAST(COALESCE(sum((SELECT count(*) FROM items i WHERE i.parent_id = f.id AND i.trashed_at IS NULL)), 0) AS bigint) - (count(*) - 1) AS files
        FROM marked f
        """;

    /// <summary>Hangs them below a folder of their drive and takes a mark away: what is in the trash by itself stays there.</summary>
    /// <param name="mark">What went to the trash: the folder itself, or one that it was in.</param>
    public Task RestoreAsync(Target folder, Target place, long mark, CancellationToken ct)
    {
        var parameters = new DynamicParameters(Parameters(folder, place));
        parameters.Add("Mark", mark);
        return db.ExecuteAsync($"UPDATE folders SET {NewPath}, trash_id = NULLIF(trash_id, @Mark) WHERE {Below}", parameters, ct);
    }

    /// <summary>
    /// Cuts off those that lie in the trash by themselves, with what is below them: they outlive the folder that they were in, or stay when it
    /// goes. Their items lose their parent with <see cref="Outliving"/>, later, since folders come before items in the lock order.
    /// </summary>
    /// <param name="mark">What the folders bear whose own children are looked at.</param>
    public Task CutOffTrashedAsync(string path, long? mark, CancellationToken ct) => db.ExecuteAsync($"""
        SELECT count(*) FROM (
            SELECT id FROM folders WHERE path >= @Path AND path < @PathEnd AND trash_id IS NOT DISTINCT FROM @Mark ORDER BY id FOR UPDATE -- before theirs, as a purge that goes on has them
        ) held;
        UPDATE folders f
        SET path = substr(f.path, length(top.path) - length(CAST(top.id AS text)) - 1), depth = f.depth - top.depth
        FROM (
            SELECT t.id, t.path, t.depth
            FROM folders t
            JOIN items i ON i.id = t.id AND i.trashed_at IS NOT NULL
            JOIN folders p ON p.id = i.parent_id AND p.trash_id IS NOT DISTINCT FROM @Mark
            WHERE t.path > @Path AND t.path < @PathEnd
        ) top
        WHERE f.path >= top.path AND f.path < left(top.path, -1) || '0'
        """, new { Path = path, PathEnd = End(path), Mark = mark }, ct);

    /// <summary>A condition on <c>items</c>: what lies in the trash by itself, directly in one of the folders that follow. It outlives them, or stays when they go, without a parent.</summary>
    internal const string Outliving = "trashed_at IS NOT NULL AND parent_id IN";

    /// <summary>The first path that is not below: '0' comes after '/'.</summary>
    internal static string End(string path) => $"{path[..^1]}0";

    /// <summary>Assigns path and depth below the place.</summary>
    internal const string NewPath = "path = @PlacePath || substr(path, @Own), depth = depth + @Deeper";

    /// <summary>A condition on <c>folders</c>: the folder itself and what is below it.</summary>
    internal const string Below = "path >= @Path AND path < @PathEnd";

    /// <summary>
    /// A condition on <c>folders</c>: what bears the mark <c>@ItemId</c>. All of that is below the folder with this id, whose path leads to it: marks are in no
    /// index, so that making and clearing ten thousand of them writes none.
    /// </summary>
    internal const string Marked = """
        trash_id = @ItemId AND path >= (SELECT m.path FROM folders m WHERE m.id = @ItemId) AND path < (SELECT left(m.path, -1) || '0' FROM folders m WHERE m.id = @ItemId)
        """;

    internal static object Parameters(Target folder, Target place) => new
    {
        folder.Id,
        folder.Path,
        PathEnd = End(folder.Path),
        Own = folder.Path.Length - $"{folder.Id}".Length, // where, counted from 1, its own id begins
        PlacePath = place.Path,
        Deeper = place.Depth + 1 - folder.Depth,
        PlaceDriveId = place.DriveId,
    };
}
