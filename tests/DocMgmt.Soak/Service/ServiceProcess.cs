using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DocMgmt.Soak.Service;

/// <summary>The service as a process of its own, with its private database, as <c>run.sh</c> starts it.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private ServiceProcess(Process process, Uri address)
    {
        (this.process, Address) = (process, address);
        (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public Uri Address { get; }
    public int Id => process.Id;

    /// <summary>Starts it; ready or not.</summary>
    /// <param name="settings">Name and value, as in the environment.</param>
    public static ServiceProcess Start(string dataDirectory, params (string Name, string Value)[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DocMgmt.Api.dll")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["Data__Directory"] = dataDirectory;
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return new(Process.Start(start)!, address);
    }

    /// <summary>Waits until it is; ends it when it does not get ready.</summary>
    public async Task<ServiceProcess> ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(20))
        {
            if (process.HasExited) throw new InvalidOperationException("The service ended: " + await errors);
            try
            {
                if ((await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode == HttpStatusCode.OK) return this;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        Dispose();
        throw new TimeoutException("The service did not get ready.");
    }

    /// <summary>As systemd and Ctrl-C do.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        return await ExitedAsync();
    }

    public async Task<int> ExitedAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>All that it printed; waits for its end.</summary>
    public Task<string> OutputAsync() => output.WaitAsync(Patience);

    /// <inheritdoc cref="OutputAsync"/>
    public Task<string> ErrorsAsync() => errors.WaitAsync(Patience);

    /// <summary>As kill -9 does.</summary>
    public void Kill() => process.Kill();

    /// <summary>VmRSS of its own process, in MB.</summary>
    public double Megabytes => double.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1_000;

    /// <summary>Whether it has nothing left to stop.</summary>
    public bool IsOver { get; private set; }

    public void Dispose()
    {
        if (!IsOver && !process.HasExited) process.Kill();
        IsOver = true;
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
