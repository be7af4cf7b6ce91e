using System.Text.RegularExpressions;

namespace DocMgmt.Api.Embedded;

/// <summary>PostgreSQL's server programs, all from one folder and of one major version.</summary>
internal sealed partial record PostgresPrograms(string Folder, int Major)
{
    private const string DebianFolder = "/usr/lib/postgresql";

    public string Postgres => Path.Join(Folder, "postgres");
    public string InitDb => Path.Join(Folder, "initdb");

    /// <summary>The newest programs, or those of the major version that an existing cluster needs.</summary>
    /// <param name="folder">The only folder to look in, or null.</param>
    /// <param name="needed">The cluster's major version, or null when there is none yet.</param>
    /// <param name="cluster">For the message.</param>
    /// <exception cref="EmbeddedPostgresException">There are none, or none of that version.</exception>
    public static async Task<PostgresPrograms> FindAsync(string? folder, int? needed, string cluster, CancellationToken ct)
    {
        var found = new List<PostgresPrograms>();
        foreach (var candidate in folder is null ? Candidates() : [folder])
        {
            if (!File.Exists(Path.Join(candidate, "postgres")) || !File.Exists(Path.Join(candidate, "initdb"))) continue;
            found.Add(new(candidate, await MajorAsync(candidate, ct)));
            if (found[^1].Major == needed) return found[^1];
        }

        if (found.Count == 0)
        {
            throw new EmbeddedPostgresException($"PostgreSQL's server programs were not found in {folder ?? $"{DebianFolder}/*/bin and PATH"}: "
                + "apt-get install postgresql, or set ConnectionStrings__Postgres to use a server elsewhere.");
        }

        return needed is null ? found.MaxBy(p => p.Major)! : throw new EmbeddedPostgresException(
            $"The database in {cluster} was made by PostgreSQL {needed}, but what is installed is "
            + $"{string.Join(" and ", found.Select(p => $"PostgreSQL {p.Major} in {p.Folder}"))}: "
            + $"apt-get install postgresql-{needed}, or convert the database with pg_upgrade.");
    }

    private static IEnumerable<string> Candidates() =>
    [
        .. Directory.Exists(DebianFolder) ? Directory.GetDirectories(DebianFolder).Select(d => Path.Join(d, "bin")) : [],
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Distinct(),
    ];

    // Debian's folders are named by the version; asking the program costs a start of it.
    private static async Task<int> MajorAsync(string folder, CancellationToken ct)
    {
        var parent = Path.GetDirectoryName(folder);
        if (Path.GetDirectoryName(parent) == DebianFolder && int.TryParse(Path.GetFileName(parent), out var major)) return major;
        var said = await Shell.RunAsync([Path.Join(folder, "postgres"), "--version"], ct);
        return int.Parse(VersionNumber().Match(said).Value);
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();
}
