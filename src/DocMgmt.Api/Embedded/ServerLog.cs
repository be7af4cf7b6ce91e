namespace DocMgmt.Api.Embedded;

/// <summary>The file that the server writes its messages to. It holds two files of 10 MB or little more at most.</summary>
internal sealed class ServerLog(string path)
{
    private const long Limit = 10 << 20;
    private const int TailLength = 2000;

    public string Path => path;

    /// <summary>Makes the file, readable only by the host's user.</summary>
    public void Create() => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    }).Dispose();

    /// <summary>Begins anew when the file is too long. The server may go on writing: it appends, and what it says in this moment is lost.</summary>
    public void Trim()
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: > Limit }) return;
            File.Copy(path, path + ".1", overwrite: true);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that can't be trimmed (a full disk, a file just removed) is no reason to stop a working server; the next hour tries again.
        }
    }

    /// <summary>What was written since the file had that length, or the end of it.</summary>
    public string Since(long start)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(Math.Max(Math.Min(start, file.Length), file.Length - TailLength), SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Trim();
    }

    public long Length => new FileInfo(path).Length;
}
