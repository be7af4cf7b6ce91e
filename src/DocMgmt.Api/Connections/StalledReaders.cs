using DocMgmt.Api.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace DocMgmt.Api.Connections;

/// <summary>
/// Cuts off clients that stop reading what was sent to them, so that they hold neither a connection nor a shutdown. Kestrel's own least rate
/// can't: it counts what went into the kernel's buffers, megabytes, as taken, and allows hours for that; and a limit on each write would hit
/// those who read slowly but steadily, for whom the kernel makes room in large steps. So the kernel is asked what the client has really taken.
/// </summary>
internal sealed partial class StalledReaders(Settings settings, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<StalledReaders> log)
{
    // As Kestrel's own least rate for responses.
    private const int LeastBytesPerSecond = 240;

    private static readonly TimeSpan PatienceAtShutdown = TimeSpan.FromSeconds(2);

    /// <summary>Serves a connection while watching it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var over = new CancellationTokenSource();
        var watch = WatchAsync(connection, over.Token);
        try
        {
            await next(connection);
        }
        finally
        {
            await over.CancelAsync();
            await watch;
        }
    }

    private async Task WatchAsync(ConnectionContext connection, CancellationToken over)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket) return;
        var mark = default(SendProgress);
        var markedAt = clock.GetTimestamp();
        while (!over.IsCancellationRequested && SendProgress.Of(socket) is { } now)
        {
            var stopping = lifetime.ApplicationStopping.IsCancellationRequested;
            var patience = stopping && settings.StalledAfter > PatienceAtShutdown ? PatienceAtShutdown : settings.StalledAfter;
            if (now.Acknowledged - mark.Acknowledged >= Math.Min(mark.Unsent, (long)(LeastBytesPerSecond * patience.TotalSeconds)))
            {
                (mark, markedAt) = (now, clock.GetTimestamp());
            }
            else if (clock.GetElapsedTime(markedAt) >= patience)
            {
                LogCutOff(connection.ConnectionId, now.Unsent, patience.TotalSeconds);
                connection.Abort(new ConnectionAbortedException("The client stopped reading."));
                return;
            }

            await PauseAsync(patience / 4, stopping, over);
        }
    }

    /// <summary>Ends early when the connection is over, or the shutdown begins.</summary>
    private async Task PauseAsync(TimeSpan time, bool stopping, CancellationToken over)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(over, stopping ? CancellationToken.None : lifetime.ApplicationStopping);
        await Task.Delay(time, clock, wake.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connection {Connection} was cut off: the client left {Unsent} bytes untouched for {Seconds} s")]
    private partial void LogCutOff(string connection, long unsent, double seconds);
}
