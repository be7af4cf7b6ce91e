namespace DocMgmt.Drive.Archives;

/// <summary>
/// The folders that lead to where an archive is, under the names that they had when it came to them. They are always known: folders are listed in the
/// order of their paths, and a live one is in live ones only, which the list passed before it or has in front of it, wherever things are moved meanwhile.
/// </summary>
/// <param name="top">The path of the first, in the archive.</param>
internal sealed class FolderChain(string top)
{
    private readonly Stack<(string Place, string Path)> folders = new([("", top)]);

    /// <summary>Of the folder that was entered last; ends in a slash.</summary>
    public string Path => folders.Peek().Path;

    /// <summary>Goes on to a folder that is in that one, or in one that leads to it.</summary>
    public void Enter(ArchivedItem folder)
    {
        while (!folder.Place.StartsWith(folders.Peek().Place, StringComparison.Ordinal)) folders.Pop();
        folders.Push((folder.Place, $"{Path}{EntryName.Step(folder.Name, folder.Id, isFolder: true)}/"));
    }
}
