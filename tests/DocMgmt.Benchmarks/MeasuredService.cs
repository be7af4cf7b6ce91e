using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace DocMgmt.Benchmarks;

/// <summary>The service under measurement: a process of its own with a private, durable database, on an empty data folder.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private const string Address = "http://127.0.0.1:18080";
    private const string Password = "benchmark-benchmark";
    private readonly DirectoryInfo data;
    private Process process;

    private MeasuredService(DirectoryInfo data, Process process, Client client) => (this.data, this.process, Client) = (data, process, client);

    public Client Client { get; }

    /// <summary>On an empty folder: makes the database too.</summary>
    public TimeSpan ColdStart { get; private set; }

    /// <summary>On the same folder again.</summary>
    public TimeSpan WarmStart { get; private set; }

    /// <summary>VmHWM of the service's own process.</summary>
    public double PeakMegabytes => double.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1_000;

    public static async Task<MeasuredService> StartAsync(string host)
    {
        var data = Directory.CreateTempSubdirectory("docmgmt-bench-");
        data.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;
        using var visitor = new HttpClient { BaseAddress = new(Address) };
        var (first, cold) = await StartAsync(host, data, visitor);
        await StopAsync(first);
        var (second, warm) = await StartAsync(host, data, visitor);
        return new(data, second, await Client.LogInAsync(new(Address), "admin@localhost", Password)) { ColdStart = cold, WarmStart = warm };
    }

    /// <summary>Somebody with an empty drive.</summary>
    public async Task<Client> NewUserAsync(string email)
    {
        await Client.SendAsync(HttpMethod.Post, "/v1/admin/users", new { email, password = Password });
        return await Client.LogInAsync(new(Address), email, Password);
    }

    /// <summary>Runs statements on the private database, all in one session.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = Path.Combine(data.FullName, "postgres-run"), Port = 5432, Username = "docmgmt", Database = "docmgmt",
            Password = (await File.ReadAllTextAsync(Path.Combine(data.FullName, "postgres.password"))).Trim(),
            SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable, Pooling = false, CommandTimeout = 0,
        }.ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync(process);
        data.Delete(recursive: true);
    }

    private static async Task<(Process, TimeSpan)> StartAsync(string host, DirectoryInfo data, HttpClient visitor)
    {
        var start = new ProcessStartInfo("dotnet", [host]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["Data__Directory"] = data.FullName;
        start.Environment["ASPNETCORE_URLS"] = Address;
        start.Environment["Admin__Password"] = Password;
        start.Environment["Users__DefaultQuotaBytes"] = $"{1L << 50}";
        var started = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!await IsReadyAsync(visitor))
        {
            if (process.HasExited) throw new InvalidOperationException($"The service ended with {process.ExitCode}.");
            await Task.Delay(5);
        }

        return (process, started.Elapsed);
    }

    private static async Task<bool> IsReadyAsync(HttpClient visitor)
    {
        try
        {
            return (await visitor.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task StopAsync(Process process)
    {
        using (Process.Start("kill", [$"{process.Id}"])) await process.WaitForExitAsync();
        process.Dispose();
    }
}
