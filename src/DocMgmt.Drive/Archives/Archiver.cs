using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Archives;

/// <summary>Makes archives of files and folders for every head.</summary>
public sealed class Archiver(IMediator mediator, ContentBytes contents, TimeProvider clock)
{
    public const int MostItems = 1_000;

    // What an archive is called that is of many things, or of a drive's root, which has no name.
    internal const string Unnamed = "DocMgmt";

    /// <summary>An archive that can be sent, of which nothing was read yet. Only sending it makes it a download.</summary>
    /// <param name="itemIds">Each once; the archive has them in this order.</param>
    /// <param name="name">Of the archive, normalized; null: that of its one item.</param>
    /// <param name="sends">False: only what it would be is asked for.</param>
    /// <exception cref="Problem">404 when the caller may not read one of them; 400.</exception>
    public async Task<Archive> OpenAsync(IReadOnlyList<long> itemIds, ArchiveFormat format, string? name, bool sends, CancellationToken ct)
    {
        if (itemIds.Count is 0 or > MostItems) throw Problems.Invalid("item_ids", "Choose one to 1,000 items.");
        if (itemIds.Distinct().Count() < itemIds.Count) throw Problems.Invalid("item_ids", "Choose each item once.");
        var tops = await mediator.Send(new AdmitToArchive.Query(itemIds, sends), ct);
        return new(mediator, contents, clock, tops, format, FileName(name, tops, $".{format.ToString().ToLowerInvariant()}"));
    }

    private static string FileName(string? name, IReadOnlyList<AdmitToArchive.Top> tops, string extension)
    {
        if (name is not null) return name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name : name + extension;
        return (tops is [{ Name.Length: > 0 } one] ? one.Name : Unnamed) + extension;
    }
}
