using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>Conditional requests (RFC 9110, section 13.2.2), for GET and HEAD.</summary>
internal static class Preconditions
{
    /// <summary>412, 304, or null when the request is to be carried out.</summary>
    public static int? Judge(HttpRequest request, EntityTagHeaderValue tag, DateTimeOffset lastModified)
    {
        var headers = request.GetTypedHeaders();
        var modified = WholeSeconds(lastModified);
        if (headers.IfMatch.Count > 0)
        {
            if (!headers.IfMatch.Any(t => IsAny(t) || t.Compare(tag, useStrongComparison: true))) return StatusCodes.Status412PreconditionFailed;
        }
        else if (headers.IfUnmodifiedSince is { } unmodified && modified > unmodified)
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        if (headers.IfNoneMatch.Count > 0)
            return headers.IfNoneMatch.Any(t => IsAny(t) || t.Compare(tag, useStrongComparison: false)) ? StatusCodes.Status304NotModified : null;
        return headers.IfModifiedSince is { } since && modified <= since ? StatusCodes.Status304NotModified : null;
    }

    /// <summary>Whether a Range still means this representation: If-Range is absent, or names it exactly (section 13.1.5).</summary>
    public static bool RangeStillHolds(HttpRequest request, EntityTagHeaderValue tag, DateTimeOffset lastModified)
    {
        if (!request.Headers.ContainsKey(HeaderNames.IfRange)) return true;
        var condition = request.GetTypedHeaders().IfRange;
        return condition?.EntityTag is { } sent ? sent.Compare(tag, useStrongComparison: true) : condition?.LastModified == WholeSeconds(lastModified);
    }

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any);

    // HTTP dates know no fractions.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);
}
