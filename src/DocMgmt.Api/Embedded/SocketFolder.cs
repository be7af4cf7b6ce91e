using System.Text;

namespace DocMgmt.Api.Embedded;

/// <summary>The folder of the server's socket. Only the database's user may enter it, so that nobody else can pose as the server.</summary>
/// <param name="Path">Absolute, short enough for a socket in it.</param>
/// <param name="Temporary">Whether it is to be removed with the server.</param>
internal sealed record SocketFolder(string Path, bool Temporary)
{
    // sun_path has 108 bytes, one of them for the terminating zero.
    private const int LongestSocketPath = 107;

    public string Socket => Name(Path);

    /// <summary>An empty folder. To be called only when no server of this cluster lives: its socket would be lost.</summary>
    public static async Task<SocketFolder> PrepareAsync(ServerLayout layout, DatabaseUser user, CancellationToken ct)
    {
        if (Encoding.UTF8.GetByteCount(Name(layout.RunFolder)) > LongestSocketPath) return new(await user.MakeTemporaryFolderAsync(ct), true);
        if (!Directory.Exists(layout.RunFolder)) await user.MakeFolderAsync(layout.RunFolder, ct);
        foreach (var left in Directory.GetFiles(layout.RunFolder)) File.Delete(left);
        return new(layout.RunFolder, false);
    }

    private static string Name(string folder) => System.IO.Path.Join(folder, ".s.PGSQL.5432");
}
