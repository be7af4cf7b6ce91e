using System.Security.Cryptography;
using DocMgmt.Api.Embedded;
using DocMgmt.Blobs;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using MediatR;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace DocMgmt.Api.Hosting;

/// <summary>The service from its first to its last moment: database, schema, first administrator, requests, and all of it back again.</summary>
internal static partial class Service
{
    // Running requests have 30 seconds of it.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestStopWithoutDatabase = TimeSpan.FromSeconds(10);

    private const int PasswordLength = 20;
    private const string PasswordAlphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // Until the host listens for them itself, a signal during the start ends it as cleanly.
        using var stop = new StopSignals();
        var builder = ApiHost.CreateBuilder(args);
        var settings = Settings.Read(builder.Configuration);
        try
        {
            settings.MakeDataDirectory();
            await using var postgres = settings.Postgres is null ? await StartPostgresAsync(settings, stop.Token) : null;
            await using var app = ApiHost.Build(builder, settings, settings.Postgres ?? postgres!.ConnectionString);
            await Stores.PrepareAsync(app.Services.GetRequiredService<BlobStores>(), stop.Token);
            await MigrateAsync(app.Services, settings, stop.Token);
            using var stopped = stop.Token.Register(app.Lifetime.StopApplication);
            using var ending = app.Lifetime.ApplicationStopping.Register(() => _ = EndAnywayAsync(app.Logger, postgres?.Exited.IsCompleted == true ? LongestStopWithoutDatabase : LongestStop));
            var died = postgres?.Exited.ContinueWith(_ => app.Lifetime.StopApplication(), TaskScheduler.Default);
            // Told at once: if the start fails further on, nobody could sign in ever after.
            if (await CreateAdministratorAsync(app.Services, settings, stop.Token) is { } password) Hand(settings, password);
            await app.StartAsync(stop.Token);
            Greet(app, settings);
            await app.WaitForShutdownAsync(CancellationToken.None);
            return died is { IsCompleted: true } ? 1 : 0;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>
    /// A stop comes to its end whatever hangs: the scheduler, for one, waits for jobs, and a job that was about to be noted as done waits for a
    /// database that is not there any more. The private database stops by itself when this process is gone.
    /// </summary>
    private static async Task EndAnywayAsync(ILogger log, TimeSpan after)
    {
        await Task.Delay(after);
        LogEndedAnyway(log, after.TotalSeconds);
        Environment.Exit(1);
    }

    /// <summary>Brings the database to this build's schema.</summary>
    /// <exception cref="SettingsException">The database that was named can't be used.</exception>
    public static async Task MigrateAsync(IServiceProvider services, Settings settings, CancellationToken ct)
    {
        try
        {
            await services.GetRequiredService<Migrator>().MigrateAsync(ct);
            await MakeEventMonthsAsync(services, ct);
        }
        catch (NpgsqlException e) when (settings.Postgres is not null)
        {
            throw new SettingsException($"ConnectionStrings__Postgres leads to no database that can be used: {e.Message}");
        }
    }

    // Those of a new installation; later ones are made long before they come.
    private static async Task MakeEventMonthsAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        try
        {
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new MakeEventMonths.Command(), ct);
        }
        catch (PostgresException e) when (DatabaseFaults.ProblemOf(e) is { RetryAfter: not null })
        {
            // Another node has been running for so long that somebody reads from it: the job does it later.
        }
    }

    /// <summary>Makes the first administrator of a new installation.</summary>
    /// <returns>The password that was generated for them; null when none was.</returns>
    /// <exception cref="SettingsException">The e-mail belongs to somebody else.</exception>
    public static async Task<string?> CreateAdministratorAsync(IServiceProvider services, Settings settings, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        string? generated = null;
        try
        {
            await scope.ServiceProvider.GetRequiredService<Accounts>().EnsureAdministratorAsync(
                settings.AdminEmail, () => settings.AdminPassword ?? (generated = RandomNumberGenerator.GetString(PasswordAlphabet, PasswordLength)), ct);
        }
        catch (Problem e) when (e.Code == Problems.EmailTaken.Code)
        {
            throw new SettingsException($"Admin__Email names the account of an ordinary user, {settings.AdminEmail}, and there is no administrator: take another e-mail.");
        }

        return generated;
    }

    private static async Task<EmbeddedPostgres> StartPostgresAsync(Settings settings, CancellationToken ct)
    {
        using var loggers = LoggerFactory.Create(b => b.AddJsonConsole().Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            o => o.LogToStandardErrorThreshold = LogLevel.Trace));
        return await EmbeddedPostgres.StartAsync(
            new() { DataDirectory = settings.DataDirectory }, loggers.CreateLogger<EmbeddedPostgres>(), ct);
    }

    private static void Hand(Settings settings, string password)
    {
        Console.WriteLine($"Administrator    {settings.AdminEmail}");
        Console.WriteLine($"Password         {password}   (shown this once)");
    }

    private static void Greet(WebApplication app, Settings settings)
    {
        var address = settings.PublicUrl?.ToString().TrimEnd('/')
            ?? app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        Console.WriteLine($"DocMgmt runs at  {address}");
        Console.WriteLine($"API docs         {address}/docs");
        Console.WriteLine($"Data             {settings.DataDirectory}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The service did not stop within {Seconds} s and is ended")]
    private static partial void LogEndedAnyway(ILogger log, double seconds);
}
