using System.Collections.Concurrent;
using System.Net.Http.Json;
using DocMgmt.Api.Hosting;
using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DocMgmt.Tests.Harness;

/// <summary>The real application, on a real port and a real database, in this process.</summary>
public sealed class TestService : IAsyncDisposable
{
    public const string AdminEmail = "admin@localhost";
    public const string Password = "correct horse battery";

    private readonly WebApplication app;
    private readonly DirectoryInfo data;
    private readonly List<TestUser> users = [];
    private readonly ConcurrentBag<RawRequest> requests = [];
    private TestUser? administrator;
    private StoredObjects? store;

    private TestService(WebApplication app, DirectoryInfo data, TestClock clock, string connectionString) =>
        (this.app, this.data, Clock, ConnectionString) = (app, data, clock, connectionString);

    public TestClock Clock { get; }
    public Uri Address => new(app.Urls.First());
    public IServiceProvider Services => app.Services;

    /// <summary>The service's own connections, for what no route shows yet.</summary>
    public NpgsqlDataSource Database => app.Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Those that prepare nothing.</summary>
    public NpgsqlDataSource UnpreparedDatabase => app.Services.GetRequiredKeyedService<NpgsqlDataSource>(GuardedDb.Unprepared);

    public string ConnectionString { get; }

    /// <summary>Holds <c>blobs/</c> and <c>staging/</c>.</summary>
    public string DataDirectory => data.FullName;

    /// <summary>What it was told of its store, for another process that is to have the same.</summary>
    public IReadOnlyList<string> StoreArguments { get; private init; } = [];

    internal StoredObjects Store => store ??= TestStore.Of(app.Services, app.Services.GetRequiredService<Settings>());

    /// <summary>Whether anything was logged at error level.</summary>
    internal ErrorLog Errors { get; } = new();

    public static Task<TestService> StartAsync(string connectionString, params string[] settings) => StartAsync(connectionString, _ => { }, settings);

    public static async Task<TestService> StartAsync(string connectionString, Action<IServiceCollection> standIns, params string[] settings)
    {
        var data = Directory.CreateTempSubdirectory("docmgmt-test-");
        var store = await TestStore.SettingsAsync(settings);
        var args = Arguments(settings).Concat(Arguments(store)).Concat(
        [
            $"--ConnectionStrings:Postgres={connectionString}", $"--Data:Directory={data.FullName}", $"--Admin:Password={Password}",
            "--Auth:PasswordIterations=1000", "--urls=http://127.0.0.1:0",
        ]).ToArray();
        var builder = ApiHost.CreateBuilder(args);
        builder.Logging.ClearProviders();
        var clock = new TestClock();
        builder.Services.AddSingleton<TimeProvider>(clock);
        standIns(builder.Services);
        if (store.Length > 0) TestStore.Hook(builder.Services);
        var read = Settings.Read(builder.Configuration);
        var app = ApiHost.Build(builder, read, connectionString);
        var service = new TestService(app, data, clock, connectionString) { StoreArguments = Arguments(store) };
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(service.Errors);
        await Stores.PrepareAsync(app.Services.GetRequiredService<BlobStores>(), CancellationToken.None);
        await Service.MigrateAsync(app.Services, read, CancellationToken.None);
        await Service.CreateAdministratorAsync(app.Services, read, CancellationToken.None);
        await app.StartAsync();
        return service;
    }

    private static string[] Arguments(IEnumerable<string> settings) => [.. settings.Select(s => "--" + s.Replace("__", ":", StringComparison.Ordinal))];

    /// <summary>A user of a test's own, signed in, with an empty drive.</summary>
    public async Task<TestUser> NewUserAsync(long? quotaBytes = null)
    {
        var admin = await AdministratorAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var made = await admin.PostAsync("/v1/admin/users", new { email, password = Password, storage_quota_bytes = quotaBytes });
        made.EnsureSuccessStatusCode();
        return await SignInAsync(email);
    }

    public async Task<TestUser> SignInAsync(string email, string password = Password)
    {
        using var http = Anonymous();
        var response = await http.PostAsJsonAsync("/v1/auth/login", new { email, password });
        response.EnsureSuccessStatusCode();
        var tokens = await response.JsonAsync();
        var user = await TestUser.OfAsync(this, email, tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("refresh_token").GetString()!);
        lock (users) users.Add(user);
        return user;
    }

    public async Task<TestUser> AdministratorAsync() => administrator ??= await SignInAsync(AdminEmail);

    /// <summary>Somebody without a token.</summary>
    /// <param name="from">A loopback address to come from, such as 127.0.0.9.</param>
    public HttpClient Anonymous(string? from = null) => Loopback.Client(Address, from);

    /// <summary>Runs a job in this process, at once and without the scheduler; answers how much it did.</summary>
    public Task<long> RunJobAsync(string name, bool all = false) => app.Services.GetRequiredService<JobRunner>().RunAtOnceAsync(name, all, CancellationToken.None);

    /// <summary>Nothing is started by the clock from now on: what jobs read would be counted, too.</summary>
    public Task PauseJobsAsync() => ExecuteAsync("UPDATE quartz.qrtz_triggers SET trigger_state = 'PAUSED'");

    /// <summary>The first column of the first row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync() is T result ? result : default;
    }

    public async Task ExecuteAsync(string sql, params object[] values) => await ScalarAsync<object>(sql, values);

    /// <summary>A connection that is none of the service's.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Ends the service's sessions, as a restart or a failover does; from one of their own, which stays.</summary>
    public async Task KillSessionsAsync()
    {
        await using var connection = await ConnectAsync();
        await using var kill = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'docmgmt'", connection);
        await kill.ExecuteNonQueryAsync();
    }

    /// <summary>As at SIGTERM; may be waited for before the service is disposed of.</summary>
    /// <param name="hurry">Ends the patience with running requests.</param>
    public Task StopAsync(CancellationToken hurry = default) => app.StopAsync(hurry);

    /// <summary>Breaks it off at the latest before the service stops, which would wait for it: a test that fails says why, and not that.</summary>
    internal void Own(RawRequest request) => requests.Add(request);

    public async ValueTask DisposeAsync()
    {
        foreach (var user in users) user.Dispose();
        foreach (var request in requests) await request.DisposeAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        data.Delete(recursive: true);
    }
}
