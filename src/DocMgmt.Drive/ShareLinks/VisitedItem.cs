using DocMgmt.Blobs;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Listing;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>A place behind a link.</summary>
/// <param name="ItemId">The link's item or something below it; null: as the path says.</param>
/// <param name="Path">Names from the link's folder downwards; null, without an id: the link's own item.</param>
public sealed record LinkPlace(long? ItemId, string? Path)
{
    public static LinkPlace Own { get; } = new(null, null);
}

/// <summary>The part of a folder that a visitor asks for, as <see cref="ListItems.Query"/> takes it.</summary>
public sealed record LinkPage(int? Number, int? Size, string? Cursor, IReadOnlyList<OrderTerm>? Order, bool FoldersFirst);

/// <summary>A file that a visitor put into a folder, as they sent it. How it is called there, and under which id, is not told.</summary>
public sealed record Dropped(string ItemName, long SizeBytes, Sha256Hash Checksum);

/// <summary>What a visitor is told of an item: nothing of who has it, of what lies above, or of what else was done with it.</summary>
public sealed class VisitedItem
{
    public long Id { get; init; }
    public string ItemName { get; init; } = "";
    public ItemType Type { get; init; }
    public long? SizeBytes { get; init; }
    public string? MimeType { get; init; }

    /// <summary>From the link's item downwards: <c>/</c> for that itself, <c>/2026/May.pdf</c> for what is in it.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Null for a folder that takes files, of which nothing is told.</summary>
    public DateTime? UpdatedAt { get; init; }

    /// <summary>Of a file: whether anything was uploaded to it yet.</summary>
    public bool HasContent { get; init; }

    /// <summary>Whether a browser shows its content without running it.</summary>
    public bool CanPreview => HasContent && MimeType is { } type && Previews.CanShow(type);

    /// <param name="item">As the visitor sees it: its path begins with the link's own item.</param>
    internal static VisitedItem Of(Item item) => new()
    {
        Id = item.Id, ItemName = item.ItemName, Type = item.Type, SizeBytes = item.SizeBytes, MimeType = item.MimeType, UpdatedAt = item.UpdatedAt, HasContent = item.CurrentVersionId is not null,
        Path = item.FullPath.IndexOf('/', 1) is > 0 and var below ? item.FullPath[below..] : "/",
    };
}
