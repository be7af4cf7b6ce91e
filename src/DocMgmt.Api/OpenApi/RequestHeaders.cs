namespace DocMgmt.Api.OpenApi;

/// <summary>Headers that a route reads, where no rule says so. Conditions on a change are read only where they are among them.</summary>
internal sealed record RequestHeaders(IReadOnlyList<string> Names);

internal static class RequestHeadersExtensions
{
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, params string[] headers) => route.WithMetadata(new RequestHeaders(headers));
}
