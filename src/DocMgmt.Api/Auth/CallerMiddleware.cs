using DocMgmt.Api.OpenApi;
using DocMgmt.Api.Rest;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Auth;

/// <summary>
/// Finds out who asks: from the access token, the address, the request's id and its Idempotency-Key. Routes that are not marked as open refuse
/// nobody in particular at once; what somebody may do is decided by the messages.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, AccessTokens tokens)
{
    private const string Scheme = "Bearer ";
    private const int MaxKeyLength = 255;

    public Task InvokeAsync(HttpContext http, Caller caller)
    {
        caller.Address = http.Connection.RemoteIpAddress;
        caller.UserAgent = http.Request.Headers.UserAgent;
        caller.RequestId = http.TraceIdentifier;
        // Where routing refuses (405, 415) its endpoint is no route: that is said to anybody.
        if (http.GetEndpoint() is not RouteEndpoint endpoint) return next(http);

        var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (Token(http) is { } token && tokens.Check(token) is var (userId, sessionId)) caller.SignIn(userId, sessionId);
        else if (!open) throw Problems.NotSignedIn;

        if (caller.UserId is not null) caller.IdempotencyKey = Key(http, endpoint);
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) return next(http);
        if (Reads(endpoint, HeaderNames.IfMatch)) caller.IfMatch = Preconditions.IfMatch(http.Request);
        if (Reads(endpoint, HeaderNames.IfNoneMatch)) caller.IfNoneMatch = Preconditions.IfNoneMatch(http.Request);
        return next(http);
    }

    private static bool Reads(RouteEndpoint endpoint, string header) => endpoint.Metadata.OfType<RequestHeaders>().Any(h => h.Names.Contains(header));

    private static string? Token(HttpContext http) =>
        http.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    private static IdempotencyKey? Key(HttpContext http, RouteEndpoint endpoint)
    {
        var values = http.Request.Headers["Idempotency-Key"];
        if (values.Count == 0 || !IdempotencyKeys.AreTaken(http.Request.Method, endpoint.Metadata)) return null;
        var key = values.ToString();
        if (key.Length is 0 or > MaxKeyLength || !key.All(c => c is >= ' ' and <= '~'))
            throw Problems.MalformedRequest($"An Idempotency-Key has 1 to {MaxKeyLength} printable ASCII characters.");
        return new($"{http.Request.Method} {endpoint.RoutePattern.RawText}", key);
    }
}
