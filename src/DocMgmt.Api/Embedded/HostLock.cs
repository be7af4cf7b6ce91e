namespace DocMgmt.Api.Embedded;

/// <summary>One data folder has one host. The lock is the kernel's, so that it ends with the process however that ends.</summary>
internal sealed class HostLock : IDisposable
{
    private const int WouldBlock = 11; // EWOULDBLOCK, which .NET passes on as it is

    private readonly FileStream file;

    private HostLock(FileStream file) => this.file = file;

    /// <exception cref="FolderInUseException">Another host has it.</exception>
    public static HostLock Take(string dataDirectory)
    {
        // The locked file can't be read by others, hence the second one.
        var pidFile = Path.Join(dataDirectory, "host.pid");
        try
        {
            var held = new HostLock(new(Path.Join(dataDirectory, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            File.WriteAllText(pidFile, $"{Environment.ProcessId}\n");
            return held;
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            var pid = File.Exists(pidFile) ? File.ReadAllText(pidFile).Trim() : "unknown";
            throw new FolderInUseException($"Another DocMgmt host (process {pid}) uses the data folder {dataDirectory}: "
                + "stop that one, or give this one a folder of its own in Data__Directory.", e);
        }
    }

    public void Dispose() => file.Dispose();
}
