using System.Globalization;
using DocMgmt.Drive.Pipeline;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>Conditional requests (RFC 9110, section 13).</summary>
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

    /// <summary>The revisions that a change of an item is meant for, out of items' tags; what is no such tag matches nothing.</summary>
    /// <exception cref="Problem">400: it is no list of tags.</exception>
    public static NamedStates? IfMatch(HttpRequest request) => States(request, HeaderNames.IfMatch, request.GetTypedHeaders().IfMatch, weak: false);

    /// <summary>Those that it is not meant for; as they are compared weakly, weak tags count.</summary>
    /// <inheritdoc cref="IfMatch"/>
    public static NamedStates? IfNoneMatch(HttpRequest request) => States(request, HeaderNames.IfNoneMatch, request.GetTypedHeaders().IfNoneMatch, weak: true);

    /// <summary>The same of a text that says it in a body.</summary>
    /// <exception cref="Problem">400: it is no list of tags.</exception>
    public static NamedStates? OfText(string? text) => text is null ? null
        : EntityTagHeaderValue.TryParseStrictList([text], out var tags) && (tags is [_] || !tags.Any(IsAny)) ? Named(tags, weak: false)
        : throw Problems.Invalid("if_match", "Send an ETag, such as \"5-9f86d081884c7d65\" with its quotes, or '*'.");

    private static NamedStates? States(HttpRequest request, string header, IList<EntityTagHeaderValue> tags, bool weak)
    {
        if (!request.Headers.TryGetValue(header, out var sent)) return null;
        if (tags.Count == 0) throw Problems.MalformedRequest($"{header} takes '*' or tags such as \"5-9f86d081884c7d65\", as ETag has them.");
        if (tags.Any(IsAny) && sent is not ["*"]) throw Problems.MalformedRequest($"{header}: '*' stands alone, and is not weak.");
        return Named(tags, weak);
    }

    private static NamedStates Named(IList<EntityTagHeaderValue> tags, bool weak) =>
        new(tags.Any(IsAny) ? null : tags.Where(t => weak || !t.IsWeak).Select(Revision).OfType<long>().ToHashSet());

    private static long? Revision(EntityTagHeaderValue tag) =>
        long.TryParse(tag.Tag.AsSpan().Trim('"').ToString().Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any);

    // HTTP dates know no fractions.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);
}
