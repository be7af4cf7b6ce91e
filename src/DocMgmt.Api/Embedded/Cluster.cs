using System.Security.Cryptography;

namespace DocMgmt.Api.Embedded;

/// <summary>PostgreSQL's data folder. It appears whole or not at all: it is made under another name and renamed.</summary>
internal sealed class Cluster(ServerLayout layout, DatabaseUser user)
{
    public const string Superuser = "postgres";

    public bool Exists => Directory.Exists(layout.Cluster);

    /// <summary>The major version that made it, or null when there is none yet.</summary>
    public int? Major()
    {
        if (!Exists) return null;
        var file = Path.Join(layout.Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), out var major) ? major : throw new EmbeddedPostgresException(
            $"{layout.Cluster} is not a database that this user ({Environment.UserName}) can read: {file} is missing or unreadable. "
            + "Start as the user that made it, or restore it, or move it away to begin an empty one.");
    }

    /// <summary>Makes the cluster and writes the password of its superuser.</summary>
    public async Task CreateAsync(PostgresPrograms programs, bool durable, CancellationToken ct)
    {
        var parent = Path.GetDirectoryName(layout.Cluster)!;
        Directory.CreateDirectory(parent);
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        WritePassword(password);
        // The name is new each time: the initdb of a host that was killed may still be busy with the old one, for less time than this one.
        var unfinished = Path.Join(parent, $"postgres.tmp-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        await user.MakeFolderAsync(unfinished, ct);
        // A pipe belongs to who made it, and only its owner may open it as /dev/stdin: hence the cat. Not to be cancelled in these one or
        // two seconds: killed, PostgreSQL leaves shared memory behind that nobody would ever remove.
        await Shell.RunAsync(user.Run(
        [
            "sh", "-c", "cat | \"$@\" --pwfile=/dev/stdin", "sh", programs.InitDb, "-D", unfinished, "-U", Superuser, "-E", "UTF8",
            "--locale=C.UTF-8", "--auth=scram-sha-256", "--data-checksums", .. durable ? Array.Empty<string>() : ["--no-sync"],
        ]), CancellationToken.None, password + "\n");
        Directory.Move(unfinished, layout.Cluster);
        foreach (var leftover in Directory.GetDirectories(parent, "postgres.tmp-*")) Directory.Delete(leftover, recursive: true);
        if (durable) await Shell.RunAsync(["sync", parent, layout.Data], CancellationToken.None);
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>Leaves a link in the data folder to the cluster elsewhere.</summary>
    public void Link()
    {
        if (layout.Cluster != layout.ClusterOrLink && !Directory.Exists(layout.ClusterOrLink))
            Directory.CreateSymbolicLink(layout.ClusterOrLink, layout.Cluster);
    }

    /// <exception cref="EmbeddedPostgresException">The file is gone.</exception>
    public string Password() => File.Exists(layout.Password) ? File.ReadAllText(layout.Password).Trim() : throw new EmbeddedPostgresException(
        $"{layout.Password} is missing, and with it the password of the database in {layout.Cluster}. "
        + "Restore it, or move the database away to begin an empty one.");

    private void WritePassword(string password)
    {
        var unfinished = layout.Password + ".tmp";
        File.Delete(unfinished);
        using (var file = new FileStream(unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(password + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, layout.Password, overwrite: true);
    }
}
