using DocMgmt.Api.Tus;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>The headers of answers, described once each.</summary>
internal static class ResponseHeaders
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["X-Request-ID"] = "The request's, or a new one.",
        ["ETag"] = "Names this state of it.",
        ["Last-Modified"] = "When the version was made.",
        ["Link"] = "Leads to the next page (rel=\"next\"); absent on the last.",
        ["Location"] = "Of what was made.",
        ["Retry-After"] = "Seconds after which trying again makes sense.",
        ["WWW-Authenticate"] = "The scheme to sign in with.",
        ["Accept-Ranges"] = "bytes: parts can be asked for with Range; none: they can't.",
        ["Content-Range"] = "Which part this is; without one, how long the content is.",
        ["Content-Disposition"] = "The file's name (RFC 6266).",
        ["Content-Location"] = "The file that it became.",
        [TusHeaders.Resumable] = "1.0.0.",
        [TusHeaders.Version] = "1.0.0.",
        [TusHeaders.Extension] = "What is spoken beyond the core.",
        [TusHeaders.MaxSize] = "How many bytes an upload may have.",
        [TusHeaders.Algorithms] = "What Upload-Checksum may be made with.",
        [TusHeaders.Offset] = "How many bytes count: the next ones begin there.",
        [TusHeaders.Length] = "How many bytes the upload will have.",
        [TusHeaders.Metadata] = "As it was sent.",
        [TusHeaders.Concat] = "partial, or final; and what it was put together from.",
        [TusHeaders.Expires] = "When it is forgotten unless a byte comes before.",
        ["Repr-Digest"] = "The whole content's SHA-256 (RFC 9530).",
    };

    /// <summary>Those that are named, and those that every answer has.</summary>
    public static void Describe(OpenApiResponse response, IEnumerable<string> names, OpenApiDocument document)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        foreach (var name in names.Append("X-Request-ID"))
        {
            document.AddComponent<IOpenApiHeader>(name, new OpenApiHeader { Description = Words[name], Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            response.Headers[name] = new OpenApiHeaderReference(name, document);
        }
    }
}
