using DocMgmt.Api.Embedded;

namespace DocMgmt.Tests.Embedded;

/// <summary>
/// A data folder of one test, where the database's user can reach it too. Copying a cluster takes a tenth of the time in memory;
/// containers often have too little of that.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string Parent = new DriveInfo("/dev/shm") is { IsReady: true, AvailableFreeSpace: > 1L << 30 } ? "/dev/shm" : "/tmp";

    public DataFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = $"{Parent}/docmgmt-tests-{Guid.NewGuid():N}"[..36];

    public string File(string name) => System.IO.Path.Join(Path, name);

    public EmbeddedPostgresOptions Options() => new() { DataDirectory = Path, Durable = false };

    public int ServerPid() => int.Parse(System.IO.File.ReadLines(File("postgres/postmaster.pid")).First());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
