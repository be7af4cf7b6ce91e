using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Npgsql;

namespace DocMgmt.Benchmarks;

/// <summary>The service under measurement: a process of its own with a private, durable database, on an empty data folder.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private const string Password = "benchmark-benchmark";
    private readonly string host;
    private readonly DirectoryInfo data;
    private readonly Uri address;
    private readonly Process process;

    private MeasuredService(string host, DirectoryInfo data, Uri address, Process process, Client client) =>
        (this.host, this.data, this.address, this.process, Client) = (host, data, address, process, client);

    public Client Client { get; }

    /// <summary>On an empty folder: makes the database too.</summary>
    public TimeSpan ColdStart { get; private set; }

    /// <summary>On the same folder again.</summary>
    public TimeSpan WarmStart { get; private set; }

    /// <summary>VmHWM of the service's own process.</summary>
    public double PeakMegabytes => double.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1_000;

    /// <param name="settings">More than it needs, <c>Name=value</c>.</param>
    public static async Task<MeasuredService> StartAsync(string host, params string[] settings)
    {
        var data = Directory.CreateTempSubdirectory("docmgmt-bench-");
        data.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;
        var address = FreeAddress();
        using var visitor = new HttpClient { BaseAddress = address };
        var (first, cold) = await StartAsync(host, data, visitor, settings);
        await StopAsync(first);
        var (second, warm) = await StartAsync(host, data, visitor, settings);
        return new(host, data, address, second, await Client.LogInAsync(address, "admin@localhost", Password)) { ColdStart = cold, WarmStart = warm };
    }

    /// <summary>Another one of the same program beside it, empty.</summary>
    public Task<MeasuredService> StartAnotherAsync(params string[] settings) => StartAsync(host, settings);

    /// <summary>Somebody with an empty drive.</summary>
    public async Task<Client> NewUserAsync(string email)
    {
        await Client.SendAsync(HttpMethod.Post, "/v1/admin/users", new { email, password = Password });
        return await Client.LogInAsync(address, email, Password);
    }

    /// <summary>The administrator, once more.</summary>
    public async Task LogInAsync()
    {
        using var http = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/login") { Content = JsonContent.Create(new { email = "admin@localhost", password = Password }) };
        using var answer = await Client.Http.SendAsync(http);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Runs statements on the private database, all in one session.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = await ConnectAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The first column of what a statement finds in it.</summary>
    public async Task<List<T>> ListAsync<T>(string statement)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync()) values.Add(reader.GetFieldValue<T>(0));
        return values;
    }

    /// <summary>What a verb of the host says, beside the running service.</summary>
    public async Task<string> VerbAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [host, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["Data__Directory"] = data.FullName;
        using var verb = Process.Start(start)!;
        var said = await verb.StandardOutput.ReadToEndAsync();
        await verb.WaitForExitAsync();
        return said;
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = Path.Combine(data.FullName, "postgres-run"), Port = 5432, Username = "docmgmt", Database = "docmgmt",
            Password = (await File.ReadAllTextAsync(Path.Combine(data.FullName, "postgres.password"))).Trim(),
            SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable, Pooling = false, CommandTimeout = 0,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync(process);
        data.Delete(recursive: true);
    }

    private static async Task<(Process, TimeSpan)> StartAsync(string host, DirectoryInfo data, HttpClient visitor, string[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [host]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["Data__Directory"] = data.FullName;
        start.Environment["ASPNETCORE_URLS"] = visitor.BaseAddress!.ToString();
        start.Environment["Admin__Password"] = Password;
        start.Environment["Users__DefaultQuotaBytes"] = $"{1L << 50}";
        foreach (var setting in settings.Select(s => s.Split('=', 2))) start.Environment[setting[0]] = setting[1];
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

    // Others may run benchmarks on the same machine.
    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static async Task StopAsync(Process process)
    {
        using (Process.Start("kill", [$"{process.Id}"])) await process.WaitForExitAsync();
        process.Dispose();
    }
}
