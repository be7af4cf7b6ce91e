using DocMgmt.Blobs;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Users;

namespace DocMgmt.Drive.Usage;

/// <summary>What a drive holds, all at one moment. Current, old, trash, purging and copying bytes together are the used ones.</summary>
/// <param name="AsOf">When it was counted.</param>
/// <param name="CurrentBytes">Of the current versions of files.</param>
/// <param name="OldVersionBytes">Of their former versions.</param>
/// <param name="TrashBytes">Of all versions of what is in the trash.</param>
/// <param name="PurgingBytes">Of what is being deleted for good.</param>
/// <param name="CopyingBytes">Of copies that are still made.</param>
/// <param name="ByType">Of files that are in no trash, with all their versions; the largest first.</param>
/// <param name="ByFolder">The same by the folders in the drive's root, at most 100 of them, with all that is below.</param>
/// <param name="Largest">Those that take most, with all their versions; at most 20.</param>
/// <param name="Oldest">Those that nobody changed for longest; at most 20.</param>
public sealed record UsageReport(
    DateTime AsOf, long QuotaBytes, long UsedBytes, long FileCount, long FolderCount, long CurrentBytes, long OldVersionBytes, long OldVersionCount, long TrashBytes, long TrashFileCount,
    long PurgingBytes, long CopyingBytes, IReadOnlyList<TypeUsage> ByType, IReadOnlyList<FolderUsage> ByFolder, IReadOnlyList<FileUsage> Largest, IReadOnlyList<FileUsage> Oldest, Duplicates Duplicates);

/// <summary>What all drives hold together. Of files it tells no names: no level on them comes with the role of an administrator.</summary>
/// <param name="ByOwner">Those who use most; at most 100.</param>
/// <inheritdoc cref="UsageReport"/>
public sealed record TotalUsage(
    DateTime AsOf, long UsedBytes, long FileCount, long FolderCount, long CurrentBytes, long OldVersionBytes, long OldVersionCount, long TrashBytes, long TrashFileCount,
    long PurgingBytes, long CopyingBytes, IReadOnlyList<TypeUsage> ByType, IReadOnlyList<OwnerUsage> ByOwner, IReadOnlyList<FileUsage> Largest, IReadOnlyList<FileUsage> Oldest, Duplicates Duplicates);

public sealed record TypeUsage(FileKind Type, long FileCount, long Bytes);

/// <param name="ItemId">Null: files in the root itself.</param>
public sealed record FolderUsage(long? ItemId, string? ItemName, long FileCount, long Bytes);

public sealed record OwnerUsage(Person Owner, long UsedBytes, long QuotaBytes);

/// <param name="ItemName">Null where it is not for the caller to know.</param>
/// <param name="SizeBytes">Of the current version.</param>
/// <param name="TotalBytes">With all versions.</param>
public sealed record FileUsage(long ItemId, string? ItemName, long OwnerId, long SizeBytes, long TotalBytes, int VersionCount, DateTime UpdatedAt);

/// <summary>Files whose current versions have the same content.</summary>
/// <param name="FileCount">Of all of them but one of each content.</param>
/// <param name="Bytes">What these count.</param>
/// <param name="Groups">Those that count most; at most 20.</param>
public sealed record Duplicates(long FileCount, long Bytes, IReadOnlyList<DuplicateGroup> Groups);

/// <param name="Checksum">Null where it is not for the caller to know.</param>
/// <param name="FileCount">All that have it.</param>
/// <param name="Bytes">Of all but one.</param>
/// <param name="Items">Some of them, at most five; none where they are not for the caller to know.</param>
public sealed record DuplicateGroup(Sha256Hash? Checksum, long SizeBytes, long FileCount, long Bytes, IReadOnlyList<DuplicateItem> Items);

public sealed record DuplicateItem(long ItemId, string ItemName);
