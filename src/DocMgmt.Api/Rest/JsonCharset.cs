using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>JSON is UTF-8 (RFC 8259, section 8.1). Saying so, quoted or not, is fine; another charset is refused before the framework stumbles over it.
/// Uploads of JSON are files as any others: routes that read JSON say so in their metadata.</summary>
internal sealed class JsonCharset(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null
            && MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type is { MediaType.Value: "application/json", Charset.HasValue: true })
        {
            if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)) throw Problems.UnsupportedMediaType;
            http.Request.ContentType = "application/json";
        }

        return next(http);
    }
}
