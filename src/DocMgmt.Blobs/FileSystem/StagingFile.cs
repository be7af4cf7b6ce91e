using Microsoft.Win32.SafeHandles;

namespace DocMgmt.Blobs.FileSystem;

/// <summary>A file in the staging folder while it is written. Disposing of it deletes it, unless it was kept.</summary>
internal sealed class StagingFile : IDisposable
{
    // A long flush would take one of the few threads that serve requests; below this size another thread costs more than it spares.
    private const int LongFlush = 4 << 20;

    // Without it the disk would idle until the final flush: 256 MiB took a fifth longer. Smaller steps gain nothing more.
    private const int WriteStep = 8 << 20;

    private readonly SafeFileHandle handle;
    private string path;
    private long length;
    private long started;
    private bool kept;

    public StagingFile(string path)
    {
        this.path = path;
        handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(handle, bytes, length);
        length += bytes.Length;
        if (length - started < WriteStep) return;
        Posix.StartWriting(handle, started, length - started);
        started = length;
    }

    /// <summary>Gives the file its final name; content and name are durable when it returns.</summary>
    public async Task KeepAsync(string name, SharedFlush folder)
    {
        // Renamed before it is flushed: journaling file systems write both in one commit, and the folder's flush finds little left to do.
        // A crash in between leaves a name whose content may be short; nobody has been told of it, and clean-up removes it.
        File.Move(path, name, overwrite: true);
        path = name;
        if (length < LongFlush) RandomAccess.FlushToDisk(handle);
        else await Task.Factory.StartNew(
            () => RandomAccess.FlushToDisk(handle), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await folder.FlushAsync();
        kept = true;
    }

    public void Dispose()
    {
        handle.Dispose();
        if (kept) return;
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // What made the upload fail is on its way to the caller and must not be hidden by this; clean-up removes the file.
        }
    }
}
