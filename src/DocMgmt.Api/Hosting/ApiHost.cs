using DocMgmt.Api.Auth;
using DocMgmt.Api.Connections;
using DocMgmt.Api.Jobs;
using DocMgmt.Api.Metrics;
using DocMgmt.Api.OpenApi;
using DocMgmt.Api.Redis;
using DocMgmt.Api.Rest;
using DocMgmt.Blobs;
using DocMgmt.Drive;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Seals;
using DocMgmt.Drive.ShareLinks;
using DocMgmt.Drive.Trash;
using DocMgmt.Drive.Users;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DocMgmt.Api.Hosting;

/// <summary>Puts the service together.</summary>
internal static class ApiHost
{
    // Larger bodies are uploads, whose routes have no such limit.
    private const long MaxBodyBytes = 1 << 20;

    // The longest path, 100 names of 255 bytes, has three characters a byte in a URL.
    private const int MaxRequestLineBytes = 96 << 10;

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // Standard output is for people; the log, a JSON object a line, goes to standard error.
        builder.Logging.ClearProviders().AddJsonConsole(o =>
        {
            o.IncludeScopes = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder;
    }

    /// <param name="connectionString">Of a PostgreSQL that is there.</param>
    public static WebApplication Build(WebApplicationBuilder builder, Settings settings, string connectionString)
    {
        AddServices(builder.Services, settings, connectionString);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next =>
            {
                var readers = kestrel.ApplicationServices.GetRequiredService<StalledReaders>();
                return connection => readers.ServeAsync(connection, next);
            }));
        });
        var app = builder.Build();
        app.Route();
        return app;
    }

    private static void AddServices(IServiceCollection services, Settings settings, string connectionString)
    {
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System); // tests bring their own, as they do with the store
        services.AddSingleton(provider => Database.Connect(connectionString, provider.GetRequiredService<ILoggerFactory>()));
        services.AddKeyedSingleton(GuardedDb.Unprepared, (provider, _) => Database.ConnectUnprepared(connectionString, provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton(_ => Stores.Current(settings));
        services.AddSingleton(provider => new BlobStores(provider.GetRequiredService<IBlobStore>(), Stores.Former(settings)));
        services.AddSingleton(new UploadLimits(settings.UploadsMaxBytes, settings.UploadsAllowedTypes, settings.UploadsInstantAcrossUsers));
        services.AddSingleton(provider => Stores.Direct(settings, provider.GetRequiredService<BlobStores>()));
        services.TryAddSingleton(new BlobRetention(settings.BlobsGrace, Stores.LongestUrl(settings) + BlobRetention.Slack));
        services.AddSingleton(new IfMatchPolicy(settings.ItemsRequireIfMatch));
        services.AddSingleton(new TrashRetention(settings.TrashRetention));
        services.AddSingleton(new ScrubLimit(settings.BlobsScrubPerNight));
        services.AddSingleton(new AccountPolicy(settings.Registration, settings.DefaultQuotaBytes));
        services.AddSingleton(new Passwords(settings.PasswordIterations));
        services.AddSingleton(new ReadEvents(settings.AuditReads));
        services.AddSingleton(new AuditRetention(settings.AuditRetentionMonths));
        services.AddSingleton(new SealKeys(settings.AuditSealKey));
        if (settings.Redis is not null) services.AddRedis(settings.Redis);
        services.AddDrive();
        services.AddMaintenanceJobs();

        services.AddSingleton<StalledReaders>();
        services.AddSingleton<Keys>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<UploadUrls>();
        services.AddSingleton<DownloadUrls>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton(provider => new UnlockTokens(provider.GetRequiredService<Keys>().For("share link"), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<StorageGauges>();
        services.AddSingleton<MetricsExporter>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsExporter>());
        services.AddExceptionHandler<ProblemWriter>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));
        services.AddOpenApi("v1", ApiDocument.Configure);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }
}
