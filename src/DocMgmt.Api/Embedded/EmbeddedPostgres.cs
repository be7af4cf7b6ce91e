using Npgsql;

namespace DocMgmt.Api.Embedded;

/// <summary>
/// The private PostgreSQL server of a self-hosted installation: nothing to set up, no TCP port, and it ends with its host, however that ends.
/// A host stops it last, after whatever uses it was drained and disposed.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan LogCheck = TimeSpan.FromHours(1), LongestStop = TimeSpan.FromSeconds(60);

    private readonly HostLock hostLock;
    private readonly RunningServer server;
    private readonly ILogger logger;
    private readonly ITimer logCheck;
    private readonly Lazy<Task> stop;

    private EmbeddedPostgres(HostLock hostLock, RunningServer server, ILogger logger)
    {
        (this.hostLock, this.server, this.logger) = (hostLock, server, logger);
        logCheck = TimeProvider.System.CreateTimer(_ => server.Log.Trim(), null, LogCheck, LogCheck);
        stop = new(StopOnceAsync);
        Exited = WatchAsync();
    }

    /// <summary>For Npgsql: the database <c>docmgmt</c>, as the role that owns it, with a pool that the server can hold.</summary>
    public string ConnectionString => server.ConnectionString;

    /// <summary>
    /// Completes when the server has ended, be it stopped or dead; never fails. Unexpected, the host should end too: nothing restarts the server.
    /// </summary>
    public Task Exited { get; }

    /// <summary>Starts the server, making the database first if there is none, and waits until it takes connections.</summary>
    /// <exception cref="EmbeddedPostgresException">It can't be had; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        var layout = new ServerLayout(options);
        HostLock? taken = null;
        try
        {
            Directory.CreateDirectory(layout.Data);
            taken = HostLock.Take(layout.Data);
            var started = new EmbeddedPostgres(taken, await RunningServer.StartAsync(options, layout, logger, ct), logger);
            taken = null;
            return started;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"The data folder {layout.Data} can't be used: {e.Message} "
                + "Start as the user that it belongs to, or set Data__Directory to a folder that this user may write.", e);
        }
        catch (NpgsqlException e)
        {
            throw new EmbeddedPostgresException($"PostgreSQL of {layout.Data} runs but can't be used: {e.Message} See {layout.Log}.", e);
        }
        finally
        {
            taken?.Dispose();
        }
    }

    /// <summary>Stops the server (fast: what still runs is rolled back) and waits until it is gone; then the folder is free for another host.</summary>
    public Task StopAsync() => stop.Value;

    public ValueTask DisposeAsync() => new(StopAsync());

    private async Task StopOnceAsync()
    {
        server.Process.RequestStop();
        if (await Task.WhenAny(server.Process.Exited, Task.Delay(LongestStop)) != server.Process.Exited) logger.StopTakesLong(server.Cluster);
        else await PreviousServer.WaitUntilGoneAsync(server.Cluster, CancellationToken.None); // it outlives a supervisor that was killed
        await logCheck.DisposeAsync();
        server.Process.Dispose();
        hostLock.Dispose();
    }

    private async Task WatchAsync()
    {
        await server.Process.Exited;
        if (!stop.IsValueCreated) logger.Died(server.Cluster, server.Log.Path);
    }
}
