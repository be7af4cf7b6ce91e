using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Redis;

/// <summary>A Redis of a test's own, which it may kill, freeze and start again. It ends with this process, however that ends. Where there is none, such tests are skipped.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/bin/redis-server", "/usr/bin/redis-check-rdb"];

    private readonly int port = FreePort();
    private Process? script;
    private int pid;

    private RedisServer()
    {
    }

    /// <summary>What a service is told to share by it.</summary>
    public string Setting => $"ConnectionStrings__Redis={Address}";

    public string Address => $"127.0.0.1:{port}";

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Without what it knew.</summary>
    public async Task StartAgainAsync()
    {
        Assert.SkipUnless(Programs.Any(File.Exists), "There is no Redis: ./test.sh installs Debian's.");
        script = Process.Start(new ProcessStartInfo(Path.Combine(Generated.Root, "scripts", "redis.sh"), [$"{port}"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var said = await script.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.EndsWith(" ready", said, StringComparison.Ordinal);
        pid = int.Parse(said!.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public void Freeze() => Signal("STOP");
    public void Thaw() => Signal("CONT");

    public async Task KillAsync()
    {
        Signal("KILL");
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (script is not null) await EndAsync();
    }

    private async Task EndAsync()
    {
        script!.StandardInput.Close();
        await script.WaitForExitAsync();
        script.Dispose();
        script = null;
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{pid}"]) { UseShellExecute = false })!;
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
