using System.Security.Cryptography;
using System.Text;
using DocMgmt.Api.Hosting;
using DocMgmt.Api.Metrics;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.Rest;

/// <summary>What the service counts, for Prometheus.</summary>
internal static class MetricsRoutes
{
    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet("/metrics", async (HttpContext http, MetricsExporter metrics, StorageGauges gauges, Settings settings) =>
    {
        if (settings.MetricsToken is { } token && !IsToken(http, token)) throw Problems.NotSignedIn;
        return TypedResults.Text(metrics.Read() + await gauges.ReadAsync(), PrometheusText.ContentType);
    }).WithName("GetMetrics").WithTags("Health").WithSummary("Metrics as Prometheus reads them; closed by Metrics__Token.")
        .Produces<string>(contentType: "text/plain").Refuses(Problems.NotSignedIn).AllowAnonymous().AddEndpointFilter<NoStore>();

    private static bool IsToken(HttpContext http, string token) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString())), SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")));
}
