using System.Diagnostics;

namespace DocMgmt.Api.Embedded;

/// <summary>A server that takes connections, and the steps to it.</summary>
internal sealed record RunningServer(ServerProcess Process, string Cluster, ServerLog Log, string ConnectionString)
{
    /// <summary>To be called by the holder of the folder's <see cref="HostLock"/>. Failing or cancelled, it leaves no process.</summary>
    public static async Task<RunningServer> StartAsync(EmbeddedPostgresOptions options, ServerLayout layout, ILogger logger, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var user = DatabaseUser.Current;
        if (await layout.LocateAsync(user, ct)) logger.ClusterElsewhere(layout.Cluster, layout.Data);
        var cluster = new Cluster(layout, user);
        var programs = await PostgresPrograms.FindAsync(options.ProgramsDirectory, cluster.Major(), layout.Cluster, ct);
        if (!cluster.Exists) await cluster.CreateAsync(programs, options.Durable, ct);
        cluster.Link();
        var password = cluster.Password();

        await PreviousServer.WaitUntilGoneAsync(layout.Cluster, ct);
        var socket = await SocketFolder.PrepareAsync(layout, user, ct);
        var log = new ServerLog(layout.Log);
        log.Create();
        log.Trim();
        var logStart = log.Length;
        var process = ServerProcess.Start(ServerProcess.Command(user, log.Path, socket,
            [programs.Postgres, "-D", layout.Cluster, .. ServerSettings.Arguments(options, socket)]));
        var connection = new ServerConnection(socket, password, ServerSettings.PoolSize(options));
        try
        {
            await ReadyAsync(process, connection, log, logStart, ct);
        }
        catch
        {
            process.RequestStop();
            await process.Exited;
            process.Dispose();
            throw;
        }

        logger.Started(programs.Major, layout.Cluster, watch.ElapsedMilliseconds);
        return new(process, layout.Cluster, log, connection.ForApplication);
    }

    private static async Task ReadyAsync(ServerProcess process, ServerConnection connection, ServerLog log, long logStart, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ready = connection.WaitUntilReadyAsync(ended.Token);
        if (await Task.WhenAny(ready, process.Exited) != ready)
        {
            await ended.CancelAsync();
            await ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the server's own words say more
            throw new EmbeddedPostgresException($"PostgreSQL ended while it was starting; {log.Path} says:\n{log.Since(logStart)}");
        }

        await ready;
    }
}
