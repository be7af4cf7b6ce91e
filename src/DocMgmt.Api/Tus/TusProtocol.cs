using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.Tus;

/// <summary>What holds for each request of tus 1.0.0 (https://tus.io/protocols/resumable-upload): routes that speak it are marked.</summary>
internal sealed class TusProtocol(RequestDelegate next)
{
    public const string Version = "1.0.0", MediaType = "application/offset+octet-stream", Extensions = "creation,creation-with-upload,expiration,checksum,termination,concatenation";

    /// <summary>Marks a route.</summary>
    internal sealed record Spoken;

    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Spoken>() is null) return next(http);
        // Also to what is refused on the way, whose headers are cleared.
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[TusHeaders.Resumable] = Version;
            return Task.CompletedTask;
        });
        if (HttpMethods.IsOptions(http.Request.Method) || http.Request.Headers[TusHeaders.Resumable] == Version) return next(http);
        throw Problems.TusVersion;
    }
}

internal static class TusProtocolExtensions
{
    private static readonly HttpMethodOverrideOptions ByHeader = new();

    /// <summary>Before routing: clients that can't send PATCH or DELETE say so in <c>X-HTTP-Method-Override</c>, which the protocol has only here.</summary>
    public static void UseTusMethods(this WebApplication app) =>
        app.UseWhen(http => TusRoutes.Lead(http.Request.Path), tus => tus.UseHttpMethodOverride(ByHeader));
}
