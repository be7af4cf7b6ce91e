using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>The narrow rows of a folder and of all folders below it. Under the drive's lock, alone.</summary>
internal sealed class Subtrees(Db db)
{
    /// <summary>Hangs them below another folder of their drive, also those that are in the trash by themselves.</summary>
    /// <exception cref="Problem">400 <c>folder_too_deep</c>, as a broken constraint.</exception>
    public Task MoveAsync(Target folder, Target place, CancellationToken ct) => db.ExecuteAsync(
        $"UPDATE folders SET {NewPath} WHERE {Below}", Parameters(folder, place), ct);

    /// <summary>Marks those that are in no trash yet as gone there with the folder.</summary>
    public Task TrashAsync(Target folder, CancellationToken ct) => db.ExecuteAsync(
        $"UPDATE folders SET trash_id = @Id WHERE {Below} AND trash_id IS NULL", Parameters(folder, folder), ct);

    /// <summary>Hangs them below a folder of their drive and takes the folder's own marks away; what was in the trash before it stays there.</summary>
    public Task RestoreAsync(Target folder, Target place, CancellationToken ct) => db.ExecuteAsync(
        $"UPDATE folders SET {NewPath}, trash_id = NULLIF(trash_id, @Id) WHERE {Below}", Parameters(folder, place), ct);

    /// <summary>Assigns path and depth below the place.</summary>
    internal const string NewPath = "path = @PlacePath || substr(path, @Own), depth = depth + @Deeper";

    /// <summary>A condition on <c>folders</c>: the folder itself and what is below it.</summary>
    internal const string Below = "path >= @Path AND path < @PathEnd";

    internal static object Parameters(Target folder, Target place) => new
    {
        folder.Id,
        folder.Path,
        PathEnd = $"{folder.Path[..^1]}0", // '0' comes after '/'
        Own = folder.Path.Length - $"{folder.Id}".Length, // where, counted from 1, its own id begins
        PlacePath = place.Path,
        Deeper = place.Depth + 1 - folder.Depth,
        PlaceDriveId = place.DriveId,
    };
}
