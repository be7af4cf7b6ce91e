using DocMgmt.Api.Rest;
using DocMgmt.Drive.Resumable;

namespace DocMgmt.Api.Tus;

/// <summary>How an upload is told of, in headers alone.</summary>
/// <param name="status">201 also says where it is.</param>
/// <param name="server">Where clients reach this service.</param>
internal sealed class TusAnswer(int status, ResumableUpload upload, string server) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, headers) = (httpContext.Request, httpContext.Response.Headers);
        httpContext.Response.StatusCode = status;
        headers.CacheControl = "no-store";
        if (status == StatusCodes.Status201Created) headers.Location = server + Address(request, upload.Id) + Key(request);
        headers[TusHeaders.Offset] = $"{upload.ReceivedBytes}";
        // Where nothing is to come any more, nothing expires either.
        if (!upload.IsOver || upload.Kind == ResumableKind.Partial) headers[TusHeaders.Expires] = upload.ExpiresAt.ToString("R");
        if (upload.ItemId is { } item && !LinkAddress.Leads(request)) headers.ContentLocation = $"/v1/items/{item}";
        if (!HttpMethods.IsHead(request.Method)) return Task.CompletedTask;

        headers[TusHeaders.Length] = $"{upload.SizeBytes}";
        if (upload.Metadata.Length > 0) headers[TusHeaders.Metadata] = upload.Metadata;
        if (upload.Kind == ResumableKind.Partial) headers[TusHeaders.Concat] = "partial";
        if (upload.PartIds is { } parts) headers[TusHeaders.Concat] = $"final;{string.Join(' ', parts.Select(id => Address(request, id)))}";
        return Task.CompletedTask;
    }

    /// <summary>Beside the address of the request, whichever of the addresses of a link it is; below this server.</summary>
    private static string Address(HttpRequest request, Guid id)
    {
        var path = request.Path.Value!.TrimEnd('/');
        var collection = path.EndsWith("/tus", StringComparison.Ordinal) ? path : path[..path.LastIndexOf('/')];
        return $"{collection}/{id}";
    }

    /// <summary>What opened the link in the request's address opens it in this one, too.</summary>
    private static QueryString Key(HttpRequest request) =>
        request.Query[LinkAddress.Key] is [{ } key] ? QueryString.Create(LinkAddress.Key, key) : QueryString.Empty;
}
