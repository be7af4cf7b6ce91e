using System.Globalization;
using System.IO.Enumeration;

namespace DocMgmt.Blobs.FileSystem;

/// <summary>
/// Where everything lies. All of it must be one file system, since publishing is a hard link.
/// <code>
/// &lt;root&gt;/
///   staging/
///     &lt;uuid&gt;.part                    being received: its hash is not known yet
///     &lt;sha256&gt;-&lt;generation&gt;          received: the durable record of the intent to publish
///     &lt;sha256&gt;-&lt;generation&gt;.gone     given up: what was published of it is being deleted
///   pieces/
///     &lt;uuid&gt;                         of a content that comes in several requests
///   blobs/
///     00/ … ff/                      all made at start, so that no upload has to
///       &lt;sha256&gt;-&lt;generation&gt;        published: the same inode as its staging name while both exist
/// </code>
/// </summary>
internal sealed class FileLayout(string root)
{
    private const string PartialExtension = ".part";
    private const string DiscardedExtension = ".gone";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Also what is hidden, or can't be read: that is an error, and not an absence.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly string blobs = Path.Combine(root, "blobs");

    public string Staging { get; } = Path.Combine(root, "staging");
    public string Pieces { get; } = Path.Combine(root, "pieces");

    /// <summary>The 256 folders of keys; a key's is at the index of its hash's first byte.</summary>
    public IReadOnlyList<string> KeyFolders { get; } =
        [.. Enumerable.Range(0, 256).Select(i => Path.Combine(root, "blobs", i.ToString("x2", CultureInfo.InvariantCulture)))];

    public string NewPartial() => Path.Combine(Staging, Guid.NewGuid().ToString("N") + PartialExtension);
    public string Staged(BlobKey key) => Path.Combine(Staging, Checked(key).Name);
    public string Discarded(BlobKey key) => Staged(key) + DiscardedExtension;
    public string Published(BlobKey key) => Path.Combine(blobs, Checked(key).ToString());
    public string Piece(string name) => Guid.TryParseExact(name, "N", out _) ? Path.Combine(Pieces, name) : throw new ArgumentException($"Not a piece's name: {name}", nameof(name));
    public string FolderOf(BlobKey key) => KeyFolders[key.Hash.Bytes[0]];

    /// <summary>Makes what is missing; durable when it returns.</summary>
    public void CreateFolders()
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("The file-system blob store needs POSIX links and fsync.");
        foreach (var folder in KeyFolders.Append(Staging).Append(Pieces)) Directory.CreateDirectory(folder, OwnerOnly);
        Flush(blobs);
        // From the root upwards only one step: whoever names a root of several new folders vouches for those above.
        Flush(root);
        Flush(Path.GetDirectoryName(Path.GetFullPath(root)) ?? root);
    }

    /// <summary>Keys whose staging name was last written before that time.</summary>
    public IEnumerable<BlobKey> ListStaged(DateTime olderThan, CancellationToken ct)
    {
        foreach (var file in FilesOlderThan(olderThan))
        {
            ct.ThrowIfCancellationRequested();
            var name = file.Extension == DiscardedExtension ? Path.GetFileNameWithoutExtension(file.Name) : file.Name;
            if (BlobKey.TryParse(name, out var key)) yield return key;
        }
    }

    /// <summary>Everything below <c>blobs/</c>, ordinally by name, whatever it is. A folder that is no key's is named, and not looked into.</summary>
    public IEnumerable<BlobObject> ListPublished(CancellationToken ct)
    {
        foreach (var (folder, isFolder) in Entries(blobs))
        {
            if (!isFolder || !KeyFolders.Contains(Path.Combine(blobs, folder), StringComparer.Ordinal))
            {
                yield return new(folder, null);
                continue;
            }

            foreach (var (file, isNone) in Entries(Path.Combine(blobs, folder)))
            {
                ct.ThrowIfCancellationRequested();
                var name = $"{folder}/{file}";
                yield return new(name, !isNone && BlobKey.TryParse(name, out var key) ? key : null);
            }
        }
    }

    private static IEnumerable<(string Name, bool IsFolder)> Entries(string folder) =>
        new FileSystemEnumerable<(string Name, bool IsFolder)>(
            folder, (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), Everything).OrderBy(e => e.Name, StringComparer.Ordinal);

    /// <summary>Pieces that were last written before that time.</summary>
    public IEnumerable<string> ListPieces(DateTime olderThan) =>
        new DirectoryInfo(Pieces).EnumerateFiles().Where(file => file.Exists && file.LastWriteTimeUtc < olderThan && Guid.TryParseExact(file.Name, "N", out _)).Select(file => file.Name);

    /// <summary>Partial files that were last written before that time.</summary>
    public IEnumerable<FileInfo> ListPartial(DateTime olderThan) =>
        FilesOlderThan(olderThan).Where(file => file.Extension == PartialExtension);

    // A file that vanished since it was listed has the time 1601: Exists keeps it out.
    private IEnumerable<FileInfo> FilesOlderThan(DateTime time) =>
        new DirectoryInfo(Staging).EnumerateFiles().Where(file => file.Exists && file.LastWriteTimeUtc < time);

    // A key is made of strings, so it could have been made to lead elsewhere.
    private static BlobKey Checked(BlobKey key) =>
        BlobKey.TryParse(key.Name, out _) ? key : throw new ArgumentException($"Not a blob's key: {key.Name}", nameof(key));

    private static void Flush(string folder)
    {
        using var handle = Posix.OpenFolder(folder);
        RandomAccess.FlushToDisk(handle);
    }
}
