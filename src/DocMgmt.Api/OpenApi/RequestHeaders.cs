namespace DocMgmt.Api.OpenApi;

/// <summary>Headers that a route reads, where no rule says so.</summary>
internal sealed record RequestHeaders(IReadOnlyList<string> Names);

internal static class RequestHeadersExtensions
{
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, params string[] headers) => route.WithMetadata(new RequestHeaders(headers));
}
