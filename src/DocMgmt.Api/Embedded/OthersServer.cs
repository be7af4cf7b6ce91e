namespace DocMgmt.Api.Embedded;

/// <summary>The server that another host of the same data folder runs, and what a visitor needs to reach it.</summary>
internal static class OthersServer
{
    private const int SocketLine = 4, StatusLine = 7; // of postmaster.pid, counted from 0

    // Fewer than the connections that the server keeps free beside its host's pool.
    private const int PoolSize = 2;

    /// <summary>For Npgsql, as the role that owns the database.</summary>
    /// <exception cref="EmbeddedPostgresException">It is not ready.</exception>
    public static async Task<string> ConnectionStringAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var layout = new ServerLayout(options);
        await layout.LocateAsync(DatabaseUser.Current, ct);
        var pidFile = Path.Join(layout.Cluster, "postmaster.pid");
        var lines = File.Exists(pidFile) ? await File.ReadAllLinesAsync(pidFile, ct) : [];
        if (lines.Length <= StatusLine || lines[StatusLine].Trim() != "ready")
            throw new EmbeddedPostgresException($"The PostgreSQL of {layout.Data} is starting or stopping: try again in a moment.");
        return new ServerConnection(new(lines[SocketLine], Temporary: false), new Cluster(layout, DatabaseUser.Current).Password(), PoolSize).ForApplication;
    }

    /// <summary>Whether there is a database, whoever runs it.</summary>
    public static async Task<bool> HasClusterAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var layout = new ServerLayout(options);
        await layout.LocateAsync(DatabaseUser.Current, ct);
        return new Cluster(layout, DatabaseUser.Current).Exists;
    }
}
