using System.IO.Compression;

namespace DocMgmt.Drive.Archives;

/// <summary>ZIP, with zip64 where sizes or the number of entries ask for it. Each entry's place in the directory at its end is kept in memory until then.</summary>
internal sealed class ZipWriter : IArchiveWriter
{
    // st_mode of Unix in the upper half: a regular file with 0644, a folder with 0755; the lower half is MS-DOS's.
    private const int FileAttributes = 0x81A4 << 16, FolderAttributes = (0x41ED << 16) | 0x10;
    private const int Chunk = 128 * 1024;

    // What its format can say.
    private static readonly DateTime Earliest = new(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc), Latest = new(2107, 12, 31, 23, 59, 58, DateTimeKind.Utc);

    private readonly ZipArchive archive;

    private ZipWriter(ZipArchive archive) => this.archive = archive;

    public static async Task<ZipWriter> OfAsync(Stream output, CancellationToken ct) =>
        new(await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct));

    public async Task AddFolderAsync(string path, DateTime modifiedAt, CancellationToken ct)
    {
        var entry = Create(path, CompressionLevel.NoCompression, modifiedAt, FolderAttributes);
        await using var nothing = await entry.OpenAsync(ct); // now, not at the end
    }

    public async Task AddFileAsync(string path, string mimeType, DateTime modifiedAt, Stream content, CancellationToken ct)
    {
        var entry = Create(path, CompressedTypes.Include(mimeType) ? CompressionLevel.NoCompression : CompressionLevel.Fastest, modifiedAt, FileAttributes);
        var target = await entry.OpenAsync(ct);
        await content.CopyToAsync(target, Chunk, ct);
        await target.DisposeAsync(); // writes the entry's end, and only when it came to that
    }

    public async Task EndAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await archive.DisposeAsync(); // writes the directory
    }

    private ZipArchiveEntry Create(string path, CompressionLevel level, DateTime modifiedAt, int attributes)
    {
        var entry = archive.CreateEntry(path, level);
        entry.LastWriteTime = new(modifiedAt < Earliest ? Earliest : modifiedAt > Latest ? Latest : modifiedAt);
        entry.ExternalAttributes = attributes;
        return entry;
    }
}
