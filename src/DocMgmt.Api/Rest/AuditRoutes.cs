using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>Who did what, and when.</summary>
internal static class AuditRoutes
{
    /// <summary>Which events are asked for: all that is given must be so.</summary>
    internal sealed record EventParameters(
        [property: FromQuery(Name = "user_id")] long? UserId,
        [property: FromQuery(Name = "item_id")] long? ItemId,
        [property: FromQuery(Name = "action")] string? Action,
        [property: FromQuery(Name = "created_after")] string? CreatedAfter,
        [property: FromQuery(Name = "created_before")] string? CreatedBefore,
        [property: FromQuery(Name = "ip_address")] string? IpAddress)
    {
        public EventFilter Filter() => new(UserId, ItemId, Action, CreatedAfter, CreatedBefore, IpAddress);
    }

    /// <summary>Events, the newest first.</summary>
    /// <param name="Total">Exact up to 10,000.</param>
    /// <param name="TotalIsLowerBound">There are more than that.</param>
    internal sealed record EventsAnswer(
        IReadOnlyList<LoggedEvent> Data, int? Page, int PageSize, long? Total, bool TotalIsLowerBound, bool HasNext, string? NextCursor);

    public static void MapAudit(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/items/{id:long}/activity", async (long id, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answer(http, await mediator.Send(new ListActivity.Query(id, page.Page, page.PageSize, page.Cursor), ct)))
            .WithTags("Audit").WithName(nameof(ListActivity)).WithSummary("What was done with an item, by whomever.").Refuses(Problems.BadCursor, Problems.Forbidden, Problems.QueryTooCostly).AddEndpointFilter<NoStore>();

        v1.MapGet("/audit/me", async (string? action, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answer(http, await mediator.Send(new ListMyEvents.Query(action, page.Page, page.PageSize, page.Cursor), ct)))
            .WithTags("Audit").WithName(nameof(ListMyEvents)).WithSummary("What you did.").AddEndpointFilter<NoStore>().Refuses(Problems.BadCursor, Problems.QueryTooCostly);

        var admin = v1.MapGroup("/admin/audit").WithTags("Audit").AddEndpointFilter<NoStore>().Refuses(Problems.AdministratorsOnly);

        admin.MapGet("", async ([AsParameters] EventParameters filter, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answer(http, await mediator.Send(new ListEvents.Query(filter.Filter(), page.Page, page.PageSize, page.Cursor), ct)))
            .WithName(nameof(ListEvents)).WithSummary("What everybody did.").Refuses(Problems.BadCursor, Problems.QueryTooCostly);

        admin.MapGet("/export", async ([AsParameters] EventParameters filter, [FromQuery(Name = "as")] string? format, IMediator mediator, CancellationToken ct) =>
        {
            var chosen = Parameters.OneOf<ExportFormat>(format, "as") ?? ExportFormat.Ndjson;
            return new EventExport(mediator, filter.Filter(), chosen, await mediator.Send(new ExportEvents.Query(filter.Filter(), null), ct));
        })
            .WithName(nameof(ExportEvents)).WithSummary("The same, all of it, as CSV or a JSON object a line.").AnswersExport();
    }

    private static Ok<EventsAnswer> Answer(HttpContext http, EventPage found)
    {
        var page = found.Page;
        Lists.LinkNext(http, page.NextCursor);
        return TypedResults.Ok(new EventsAnswer(page.Data, page.Page, page.PageSize, page.Total, found.TotalIsLowerBound, page.HasNext, page.NextCursor));
    }
}
