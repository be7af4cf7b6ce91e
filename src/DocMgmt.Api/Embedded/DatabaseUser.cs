namespace DocMgmt.Api.Embedded;

/// <summary>The user that PostgreSQL runs as. It refuses to run as root, so a root host lends it another.</summary>
internal sealed record DatabaseUser(bool Lent)
{
    private const string Name = "nobody", Group = "nogroup";

    /// <summary>The host's own user, or nobody when that is root.</summary>
    public static DatabaseUser Current { get; } = new(Environment.IsPrivilegedProcess);

    /// <summary>The command, to be run as this user.</summary>
    public IEnumerable<string> Run(params IEnumerable<string> command) =>
        Lent ? ["setpriv", $"--reuid={Name}", $"--regid={Group}", "--clear-groups", "--no-new-privs", "--", .. command] : command;

    /// <summary>Makes a folder that only this user may enter; its parent must belong to somebody who is trusted.</summary>
    public Task<string> MakeFolderAsync(string path, CancellationToken ct) =>
        Shell.RunAsync(["install", "-d", "-m", "0700", .. Lent ? new[] { "-o", Name, "-g", Group } : [], "--", path], ct);

    /// <summary>Makes a folder in /tmp that only this user may enter. Its name is random, so that nobody can have made it before.</summary>
    public Task<string> MakeTemporaryFolderAsync(CancellationToken ct) =>
        Shell.RunAsync(Run("mktemp", "-d", "/tmp/docmgmt-XXXXXXXXXX"), ct);

    /// <summary>Whether this user can get at what is inside the folder.</summary>
    public async Task<bool> CanReachAsync(string folder, CancellationToken ct) =>
        !Lent || (await Shell.TryAsync(Run("test", "-x", folder), ct)).Code == 0;
}
