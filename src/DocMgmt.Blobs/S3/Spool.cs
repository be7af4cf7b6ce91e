namespace DocMgmt.Blobs.S3;

/// <summary>
/// A part of what is being received, until it is full and is sent on: in a file without a name, which vanishes with this process. In memory hundreds
/// of slow clients would hold gigabytes.
/// </summary>
internal sealed class Spool : IDisposable
{
    private readonly FileStream file;

    public Spool(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Guid.NewGuid().ToString("N"));
        file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        File.Delete(path);
    }

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file.SafeFileHandle, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>All that was appended, from the beginning; not to be disposed of.</summary>
    public Stream Content()
    {
        file.Position = 0;
        return file;
    }

    /// <summary>Makes room for the next part.</summary>
    public void Clear()
    {
        file.SetLength(0);
        Length = 0;
    }

    public void Dispose() => file.Dispose();
}
