using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Archives;

/// <summary>
/// Names within an archive. Whoever unpacks it makes files of them, on any system: none leads out of the folder that they are unpacked to. What an item's
/// name may have and Windows takes for a separator, a drive or nothing becomes "_", with the item's id to tell it from others: <c>a\b.txt</c> is <c>a_b (17).txt</c>.
/// </summary>
internal static class EntryName
{
    /// <summary>An item's name as one step of a path.</summary>
    public static string Step(string name, long itemId, bool isFolder)
    {
        if (IsPlain(name)) return name;
        var replaced = string.Concat(name.Select(c => IsPlain(c) ? c : '_'));
        if (NamesDrive(replaced)) replaced = $"{replaced[0]}_{replaced[2..]}";
        return ItemName.Numbered(IsNothing(replaced) ? "_" : replaced, itemId, isFolder);
    }

    private static bool IsPlain(string name) => !IsNothing(name) && !NamesDrive(name) && name.All(IsPlain);

    // Windows drops dots and spaces at the end: ".. " leads upwards there.
    private static bool IsNothing(string name) => name.AsSpan().TrimEnd(". ").IsEmpty;

    private static bool NamesDrive(string name) => name is [var drive, ':', ..] && char.IsAsciiLetter(drive);

    private static bool IsPlain(char c) => c is not ('/' or '\\') && !char.IsControl(c);
}
