using DocMgmt.Api.Embedded;

namespace DocMgmt.Tests.Embedded;

/// <summary>
/// A data folder of one test, where the database's user can reach it too. Copying a cluster takes a tenth of the time in memory;
/// containers often have too little of that. Each name has the process that made it: what a killed run left in memory is deleted by
/// the next one, before it is short of it.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string Parent = new DriveInfo("/dev/shm") is { IsReady: true, AvailableFreeSpace: > 1L << 30 } ? "/dev/shm" : "/tmp";

    private const string Prefix = "docmgmt-tests-";

    static DataFolder()
    {
        foreach (var left in Directory.EnumerateDirectories(Parent, $"{Prefix}*").Where(folder => !Directory.Exists($"/proc/{OwnerOf(folder)}")))
        {
            DeleteLeft(left);
        }
    }

    public DataFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = $"{Parent}/{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..12]}";

    public string File(string name) => System.IO.Path.Join(Path, name);

    public EmbeddedPostgresOptions Options() => new() { DataDirectory = Path, Durable = false };

    public int ServerPid() => int.Parse(System.IO.File.ReadLines(File("postgres/postmaster.pid")).First());

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string OwnerOf(string folder) => System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];

    // Another run may be deleting it too, or a server whose host was killed is just noticing that it's gone.
    private static void DeleteLeft(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
