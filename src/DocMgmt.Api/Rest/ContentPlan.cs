using DocMgmt.Drive.Files;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>What a request for a content will get, decided before anything is sent: the status, and which parts (RFC 9110, sections 13 and 14).</summary>
/// <param name="Ranges">Null is the whole; none where the status is no success.</param>
internal sealed record ContentPlan(int Status, IReadOnlyList<ByteRange>? Ranges)
{
    /// <summary>Whether bytes of the content are part of the answer.</summary>
    public bool Reveals(HttpRequest request) => HttpMethods.IsGet(request.Method) && Status is StatusCodes.Status200OK or StatusCodes.Status206PartialContent;

    public static ContentPlan For(HttpRequest request, FindContent.Content content)
    {
        var (tag, modified) = (Tag(content), Modified(content));
        if (Preconditions.Judge(request, tag, modified) is { } status) return new(status, []);
        // A Range means nothing to HEAD (section 14.2).
        var ranges = HttpMethods.IsGet(request.Method) && Preconditions.RangeStillHolds(request, tag, modified)
            ? ByteRanges.Read(request.Headers.Range, content.SizeBytes)
            : null;
        return new(ranges switch
        {
            null => StatusCodes.Status200OK,
            [] => StatusCodes.Status416RangeNotSatisfiable,
            _ => StatusCodes.Status206PartialContent,
        }, ranges);
    }

    /// <summary>Strong: the same content has the same tag, whatever it is called.</summary>
    public static EntityTagHeaderValue Tag(FindContent.Content content) => new($"\"{content.Sha256}\"");

    public static DateTimeOffset Modified(FindContent.Content content) => new(content.CreatedAt);
}
