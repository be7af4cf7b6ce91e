using DocMgmt.Api.Auth;
using DocMgmt.Api.Jobs;
using DocMgmt.Api.Metrics;
using DocMgmt.Api.Rest;
using DocMgmt.Blobs;
using DocMgmt.Blobs.FileSystem;
using DocMgmt.Drive;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
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
        });
        var app = builder.Build();
        Route(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, Settings settings, string connectionString)
    {
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System); // tests bring their own, as they do with the store
        services.AddSingleton(provider => Database.Connect(connectionString, provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<IBlobStore>(_ =>
        {
            Directory.CreateDirectory(settings.BlobsDirectory);
            return new FileSystemBlobStore(settings.BlobsDirectory);
        });
        services.AddSingleton(new UploadLimits(settings.UploadsMaxBytes, settings.UploadsAllowedTypes, settings.UploadsInstantAcrossUsers));
        services.AddSingleton(new AccountPolicy(settings.Registration, settings.DefaultQuotaBytes));
        services.AddSingleton(new Passwords(settings.PasswordIterations));
        services.AddSingleton(new ReadEvents(settings.AuditReads));
        services.AddDrive();
        services.AddMaintenanceJobs();

        services.AddSingleton<Keys>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<UploadUrls>();
        services.AddSingleton<MetricsExporter>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsExporter>());
        services.AddExceptionHandler<ProblemWriter>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));
        services.AddOpenApi("v1", OpenApiDocument.Configure);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    private static void Route(WebApplication app)
    {
        app.UseMiddleware<RequestId>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true, ExceptionHandler = _ => Task.CompletedTask });
        app.UseStatusCodePages(context => WriteBareStatusAsync(context.HttpContext));
        app.UseRouting();
        app.UseMiddleware<CallerMiddleware>();

        var v1 = app.MapGroup("/v1");
        v1.MapAuth();
        v1.MapUsers();
        v1.MapItems();
        v1.MapFiles();
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapOpenApi("/openapi/{documentName}.yaml").AllowAnonymous();
        app.UseSwaggerUI(o =>
        {
            o.RoutePrefix = "docs";
            o.DocumentTitle = "DocMgmt API";
            o.SwaggerEndpoint("/openapi/v1.json", "v1");
        });
    }

    /// <summary>Routing, and reading a body, refuse with a bare status: the client gets a problem all the same.</summary>
    private static Task WriteBareStatusAsync(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => ProblemWriter.WriteAsync(http, Problems.MalformedRequest("The request's body can't be read.")),
        StatusCodes.Status404NotFound => ProblemWriter.WriteAsync(http, Problems.NotFound),
        StatusCodes.Status405MethodNotAllowed => ProblemWriter.WriteAsync(http, Problems.MethodNotAllowed),
        StatusCodes.Status413PayloadTooLarge => ProblemWriter.WriteAsync(http, Problems.BodyTooLarge),
        StatusCodes.Status415UnsupportedMediaType => ProblemWriter.WriteAsync(http, Problems.UnsupportedMediaType),
        _ => Task.CompletedTask,
    };
}
