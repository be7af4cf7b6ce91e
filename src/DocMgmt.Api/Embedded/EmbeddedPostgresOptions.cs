namespace DocMgmt.Api.Embedded;

/// <summary>How the private PostgreSQL of one installation is set up.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The host's data folder; made if absent. The cluster goes below it, see <see cref="ServerLayout"/>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether a commit survives a power cut. Only tests switch it off: it makes everything faster and nothing safe.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Connections that the server takes; eight of them stay outside the pool of the connection string, for the operator.</summary>
    public int MaxConnections { get; init; } = 40;

    private const long Megabyte = 1 << 20;

    /// <summary>PostgreSQL's page cache, in its own notation: a sixteenth of the memory that there is, from 64 MB to 512 MB. A search that reads ten thousand rows finds them there, or waits for each.</summary>
    public string SharedBuffers { get; init; } = $"{Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 / Megabyte, 64, 512)}MB";

    /// <summary>Where <c>postgres</c> and <c>initdb</c> are; null looks in Debian's folders and in PATH.</summary>
    public string? ProgramsDirectory { get; init; }

    /// <summary>Where a root host puts the cluster when the database's user can't reach the data folder.</summary>
    public string FallbackDirectory { get; init; } = "/var/lib/docmgmt";
}
