using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Archives;

/// <summary>
/// Names within an archive. Whoever unpacks it makes files of them, on any system: none leads out of the folder that they are unpacked to. What an item's
/// name may have and Windows takes for a separator becomes "_", and the item's id keeps that from meeting another: <c>a\b.txt</c> is <c>a_b (17).txt</c>.
/// </summary>
internal static class EntryName
{
    /// <summary>An item's name as one step of a path.</summary>
    public static string Step(string name, long itemId, bool isFolder)
    {
        if (IsPlain(name)) return name;
        var replaced = string.Concat(name.Select(c => IsPlain(c) ? c : '_'));
        return ItemName.Numbered(replaced is "" or "." or ".." ? "_" : replaced, itemId, isFolder);
    }

    private static bool IsPlain(string name) => name is not ("" or "." or "..") && name.All(IsPlain);

    private static bool IsPlain(char c) => c is not ('/' or '\\') && !char.IsControl(c);
}
