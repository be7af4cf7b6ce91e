using DocMgmt.Api.Auth;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>Search, and what to suggest to who is typing.</summary>
internal static class SearchRoutes
{
    /// <summary>All that is given must be so.</summary>
    /// <param name="Query">Words, "exact phrases", -not, one or another, and operators: tag:, type:, ext:, before:, after:, owner:, in:.</param>
    /// <param name="Type">file, folder, or what people call a file: image, pdf, audio, video, text, document, spreadsheet, presentation, archive, other.</param>
    /// <param name="ParentId">Directly in this folder.</param>
    /// <param name="In">In this folder, at any depth.</param>
    /// <param name="Tags">Names, each of which it must carry.</param>
    /// <param name="Owner">me, an e-mail address, or the id of a user.</param>
    /// <param name="MimeType">image/png, or image/* for all pictures.</param>
    /// <param name="UpdatedAfter">From this day (2026-03-31, 2026-03, 2026; in UTC) or time on.</param>
    /// <param name="UpdatedBefore">Before this day or time.</param>
    /// <param name="Order">relevance (what fits best, of that what changed last); or name, size, updated_at or created_at, with a minus the other way round.</param>
    /// <param name="Facets">By what to count what is found: type, owner, tag, month.</param>
    internal sealed record SearchBody(
        string? Query = null, string? Type = null, long? ParentId = null, long? In = null, string[]? Tags = null, string? Owner = null, string? MimeType = null,
        long? MinSizeBytes = null, long? MaxSizeBytes = null, string? UpdatedAfter = null, string? UpdatedBefore = null, string? CreatedAfter = null, string? CreatedBefore = null,
        string? Order = null, string[]? Facets = null, int? Page = null, int? PageSize = null, string? Cursor = null)
    {
        public SearchItems.Query Read() => new(
            new(Query, Type, ParentId, In, Tags, Owner, MimeType, MinSizeBytes, MaxSizeBytes, UpdatedAfter, UpdatedBefore, CreatedAfter, CreatedBefore),
            Order == "relevance" ? null : Parameters.Order(Order), [.. (Facets ?? []).Select(FacetOf).Distinct()], Page, PageSize, Cursor);

        private static Facet FacetOf(string? name) => Parameters.OneOf<Facet>(name, "facets") ?? throw Problems.Invalid("facets", "Say type, owner, tag or month.");
    }

    /// <summary>What was found.</summary>
    /// <param name="Total">Exact up to 10,000.</param>
    /// <param name="TotalIsLowerBound">There is more than that.</param>
    /// <param name="IsFuzzy">Nothing has the words as they were typed; what is here has them but for a typo.</param>
    /// <param name="Facets">For each that was asked for the most frequent values; null: none was.</param>
    internal sealed record SearchAnswer(
        IReadOnlyList<SearchHit> Data, int? Page, int PageSize, long? Total, bool TotalIsLowerBound, bool HasNext, string? NextCursor, bool IsFuzzy,
        IReadOnlyDictionary<string, IReadOnlyList<FacetValue>>? Facets);

    public static void MapSearch(this IEndpointRouteBuilder v1)
    {
        var search = v1.MapGroup("/search").WithTags("Search");

        search.MapPost("", [NotIdempotent] async (SearchBody body, IMediator mediator, CancellationToken ct) =>
        {
            var found = await mediator.Send(body.Read(), ct);
            var page = found.Page;
            return TypedResults.Ok(new SearchAnswer(page.Data, page.Page, page.PageSize, page.Total, found.TotalIsLowerBound, page.HasNext, page.NextCursor, found.IsFuzzy, found.Facets));
        })
            .WithName(nameof(SearchItems)).WithSummary("Find what you may read by its name, description and tags, and by what it is.")
            .Refuses(Problems.QueryInvalid("query", "A quotation mark is open: write \"two of them\", or none."), Problems.QueryTooCostly, Problems.ParentNotAFolder, Problems.BadCursor);

        search.MapGet("/suggest", async (string q, int? limit, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new SuggestItems.Query(q, limit), ct)).ToList()))
            .WithName(nameof(SuggestItems)).WithSummary("What you may mean by what you have typed so far, at most 10 unless said.").Refuses(Problems.QueryTooCostly);
    }
}
