using DocMgmt.Api.Auth;
using DocMgmt.Api.OData;
using DocMgmt.Api.Rest;
using DocMgmt.Api.Pages;
using DocMgmt.Api.Tus;
using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace DocMgmt.Api.Hosting;

/// <summary>What every request passes before its route, and all routes.</summary>
internal static class Routing
{
    public static void Route(this WebApplication app)
    {
        // Now, so that a folder that can't be used ends the start.
        app.Services.GetRequiredService<BlobStores>();

        if (app.Services.GetRequiredService<Settings>().TrustedProxies is { Count: > 0 } proxies) app.UseForwardedHeaders(Forwarded(proxies));
        app.UseMiddleware<RequestId>();
        app.UseMiddleware<LinkPrivacy>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true, ExceptionHandler = _ => Task.CompletedTask });
        app.UseStatusCodePages(context => WriteBareStatusAsync(context.HttpContext));
        app.UseTusMethods();
        app.UseRouting();
        app.UseMiddleware<TusProtocol>();
        app.UseMiddleware<JsonCharset>();
        app.UseMiddleware<CallerMiddleware>();

        app.MapPages();
        app.MapGroup("/v1").MapVersion1();
        app.MapShared();
        app.MapOData();
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json").AllowAnonymous();
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.yaml").AllowAnonymous();
        app.UseSwaggerUI(o =>
        {
            o.RoutePrefix = "docs";
            o.DocumentTitle = "DocMgmt API";
            o.SwaggerEndpoint("/openapi/v1.json", "v1");
        });
    }

    private static void MapVersion1(this RouteGroupBuilder v1)
    {
        v1.MapAuth();
        v1.MapUsers();
        v1.MapGroups();
        v1.MapItems();
        v1.MapItemChanges();
        v1.MapTags();
        v1.MapSearch();
        v1.MapItemTags();
        v1.MapVersions();
        v1.MapVersionPolicies();
        v1.MapPermissions();
        v1.MapShareLinks();
        v1.MapTransfers();
        v1.MapFiles();
        v1.MapArchives();
        v1.MapTrash();
        v1.MapBatch();
        v1.MapAudit();
        v1.MapAdmin();
        v1.MapJobs();
    }

    private static ForwardedHeadersOptions Forwarded(IReadOnlyList<IPNetwork> proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) options.KnownIPNetworks.Add(proxy);
        return options;
    }

    /// <summary>Routing, and reading a body, refuse with a bare status: the client gets a problem all the same.</summary>
    private static Task WriteBareStatusAsync(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => ProblemWriter.WriteAsync(http, Problems.MalformedRequest("The request's body can't be read.")),
        StatusCodes.Status408RequestTimeout => ProblemWriter.WriteAsync(http, Problems.RequestTimeout),
        StatusCodes.Status404NotFound => ProblemWriter.WriteAsync(http, Problems.NotFound),
        StatusCodes.Status405MethodNotAllowed => ProblemWriter.WriteAsync(http, Problems.MethodNotAllowed),
        StatusCodes.Status413PayloadTooLarge => ProblemWriter.WriteAsync(http, Problems.BodyTooLarge),
        StatusCodes.Status415UnsupportedMediaType => ProblemWriter.WriteAsync(http, Problems.UnsupportedMediaType),
        _ => Task.CompletedTask,
    };
}
