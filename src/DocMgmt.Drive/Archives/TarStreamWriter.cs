using System.Formats.Tar;

namespace DocMgmt.Drive.Archives;

/// <summary>TAR as POSIX.1-2001 has it (PAX): any name, any size, times to the microsecond. Keeps nothing of what it wrote.</summary>
internal sealed class TarStreamWriter : IArchiveWriter
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TarWriter archive;

    private TarStreamWriter(TarWriter archive) => this.archive = archive;

    public static TarStreamWriter Of(Stream output) => new(new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true));

    public Task AddFolderAsync(string path, DateTime modifiedAt, CancellationToken ct) =>
        archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, path) { ModificationTime = new(modifiedAt), Mode = FolderMode }, ct);

    public Task AddFileAsync(string path, string mimeType, DateTime modifiedAt, Stream content, CancellationToken ct) =>
        archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { ModificationTime = new(modifiedAt), Mode = FileMode, DataStream = content }, ct);

    public async Task EndAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await archive.DisposeAsync(); // writes the two empty blocks
    }
}
