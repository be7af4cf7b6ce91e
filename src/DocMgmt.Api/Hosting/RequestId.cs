namespace DocMgmt.Api.Hosting;

/// <summary>
/// Every request has an id, the client's (<c>X-Request-ID</c>) or a new one: it comes back as a header and stands in the audit log and the logs.
/// Every answer says that it is what it says, and that no shared cache may keep it.
/// </summary>
internal sealed class RequestId(RequestDelegate next, ILogger<RequestId> log)
{
    private const string Header = "X-Request-ID";
    private const int MaxLength = 128;

    public async Task InvokeAsync(HttpContext http)
    {
        var sent = http.Request.Headers[Header].ToString();
        if (sent.Length is > 0 and <= MaxLength && sent.All(c => c is > ' ' and <= '~')) http.TraceIdentifier = sent;
        else http.TraceIdentifier = Guid.CreateVersion7().ToString("N");
        // Late, because a failure clears the headers that are there.
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[Header] = http.TraceIdentifier;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            if (http.Response.Headers.CacheControl.Count == 0) http.Response.Headers.CacheControl = "private, no-cache";
            return Task.CompletedTask;
        });
        using (log.BeginScope(new RequestScope(http.TraceIdentifier))) await next(http);
    }

    private readonly record struct RequestScope(string RequestId)
    {
        public override string ToString() => $"request {RequestId}";
    }
}
