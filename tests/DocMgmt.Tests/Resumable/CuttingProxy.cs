using System.Net;
using System.Net.Sockets;

namespace DocMgmt.Tests.Resumable;

/// <summary>Passes connections on and cuts most of them after some bytes, in one direction or the other: a bad network.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Uri server;
    private readonly Random random = new(11);
    private readonly Task running;
    private int cuts;

    /// <param name="most">A connection is cut after so many bytes from its client at the most, but one in eight.</param>
    public CuttingProxy(Uri server, int most)
    {
        this.server = server;
        listener.Start();
        running = AcceptAsync(most);
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}");

    public int Cuts => cuts;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await running;
        stop.Dispose();
    }

    private async Task AcceptAsync(int most)
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptTcpClientAsync(stop.Token), random.Next(8) == 0 ? int.MaxValue : random.Next(most));
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }

    private async Task PassAsync(TcpClient client, int bytes)
    {
        using (client)
        {
            using var onward = new TcpClient();
            await onward.ConnectAsync(server.Host, server.Port);
            await Task.WhenAny(CopyAsync(client, onward, bytes), CopyAsync(onward, client, int.MaxValue));
            if (random.Next(2) == 0) client.LingerState = onward.LingerState = new(true, 0);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, int bytes)
    {
        var buffer = new byte[16 << 10];
        try
        {
            while (bytes > 0)
            {
                var read = await from.GetStream().ReadAsync(buffer.AsMemory(0, Math.Min(bytes, buffer.Length)), stop.Token);
                if (read == 0) return;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), stop.Token);
                bytes -= read;
            }

            Interlocked.Increment(ref cuts);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side went away.
        }
    }
}
