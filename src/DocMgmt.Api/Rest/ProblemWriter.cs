using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocMgmt.Api.OData;
using DocMgmt.Api.Pages;
using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;
using Quartz;

namespace DocMgmt.Api.Rest;

/// <summary>The one place that answers failures: as <c>application/problem+json</c> (RFC 9457), in OData's shape to its clients, and as pages to browsers at share links.</summary>
internal sealed partial class ProblemWriter(ILogger<ProblemWriter> log, IHostApplicationLifetime lifetime) : IExceptionHandler
{
    public const string MediaType = "application/problem+json";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // A shutdown that has no patience left breaks the body off before it says so of the request.
        if (exception is OperationCanceledException or ConnectionAbortedException && (httpContext.RequestAborted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested))
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Of(exception);
        if (problem.Status >= 500) LogFailed(httpContext.Request.Method, httpContext.Request.Path, problem.Code, exception);
        await WriteAsync(httpContext, problem);
        return true;
    }

    public static Task WriteAsync(HttpContext http, Problem problem)
    {
        var response = http.Response;
        response.StatusCode = problem.Status;
        response.Headers.CacheControl = "no-store";
        foreach (var (name, value) in Headers(problem)) response.Headers[name] = value;
        var traceId = TraceId(http);
        if (LinkAddress.WantsPage(http.Request)) return ProblemPages.Of(http, problem, traceId).ExecuteAsync(http);
        if (!ODataErrors.AreFor(http)) return response.WriteAsJsonAsync(Document(problem, traceId), Json.Options, MediaType, CancellationToken.None);
        ODataFormat.SayVersion(http);
        return response.WriteAsJsonAsync(ODataErrors.Document(problem, traceId), Json.Options, "application/json", CancellationToken.None);
    }

    public static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    /// <summary>The headers that belong to it.</summary>
    public static IEnumerable<(string Name, string Value)> Headers(Problem problem)
    {
        if (problem.Status == StatusCodes.Status401Unauthorized) yield return (HeaderNames.WWWAuthenticate, "Bearer");
        if (problem.RetryAfter is { } after) yield return (HeaderNames.RetryAfter, Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString());
        foreach (var (name, value) in problem.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)) yield return (name, value);
    }

    /// <summary>Its body.</summary>
    public static IReadOnlyDictionary<string, object?> Document(Problem problem, string traceId)
    {
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["type"] = $"urn:docmgmt:problem:{problem.Code}",
            ["title"] = Title(problem.Code),
            ["status"] = problem.Status,
            ["detail"] = problem.Message,
            ["code"] = problem.Code,
            ["trace_id"] = traceId,
        };
        if (problem.Errors is not null) document["errors"] = problem.Errors;
        foreach (var (name, value) in problem.Extensions ?? new Dictionary<string, object?>(StringComparer.Ordinal)) document[name] = value;
        return document;
    }

    /// <summary>What a failure means to the client.</summary>
    private static Problem Of(Exception exception) => exception switch
    {
        Problem problem => problem,
        _ when DatabaseFaults.ProblemOf(exception) is { } problem => problem,
        SchedulerException => Problems.Unavailable,
        BlobStoreFullException => Problems.StorageFull,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.BodyTooLarge,
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Problems.RequestTimeout,
        BadHttpRequestException { InnerException: JsonException json } => JsonFaults.Explain(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problems.UnsupportedMediaType,
        BadHttpRequestException { StatusCode: var status } e when status != StatusCodes.Status400BadRequest => new("malformed_request", status, e.Message),
        BadHttpRequestException e when Parameter().Match(e.Message) is { Success: true } match => Problems.Invalid(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(match.Groups["name"].Value),
            e.Message.StartsWith("Required", StringComparison.Ordinal) || e.Message.StartsWith("Implicit body", StringComparison.Ordinal) ? "This is required." : "This value is not of the right type."),
        BadHttpRequestException e => Problems.MalformedRequest(e.Message),
        ConnectionResetException => Problems.MalformedRequest("The connection broke."),
        IOException { InnerException: OverflowException } => Problems.MalformedRequest("A chunk of the body has no size that can be."),
        IOException => Problems.Unavailable, // a disk that is away
        _ => Problems.Internal,
    };

    private static string Title(string code) => char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ');

    /// <summary>The name in the framework's «parameter "long? parentId"» or «parameter "body"».</summary>
    [GeneratedRegex("parameter \"([^\"]* )?(?<name>\\w+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Parameter();

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed: {Code}")]
    private partial void LogFailed(string method, PathString path, string code, Exception e);
}
