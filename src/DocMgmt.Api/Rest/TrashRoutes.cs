using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Trash;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>What was deleted and is not gone yet.</summary>
internal static class TrashRoutes
{
    /// <param name="ItemName">Null: the name that it had.</param>
    internal sealed record RestoreBody(string? ItemName = null, NameConflict? OnConflict = null)
    {
        /// <summary>Left out: the folder that it was in; null: the root of its drive.</summary>
        public Optional<long?> ParentId { get; init; }
    }

    public static void MapTrash(this IEndpointRouteBuilder v1)
    {
        var trash = v1.MapGroup("/trash").WithTags("Trash").AddEndpointFilter<NoStore>();

        trash.MapGet("", async ([AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(new ListTrash.Query(page.Page, page.PageSize, page.Cursor), ct)))
            .WithName(nameof(ListTrash)).WithSummary("What is in the trash of your drive, the last first.").Produces<Paged<TrashedItem>>();

        trash.MapPost("/{id:long}/restore", async (long id, RestoreBody? body, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var place = body?.ParentId ?? default;
            var item = await mediator.Send(new RestoreItem.Command(id, !place.IsSet, place.Value, body?.ItemName, body?.OnConflict), ct);
            Answers.Label(http, item);
            return TypedResults.Ok(item);
        }).WithName(nameof(RestoreItem)).WithSummary("Take an item out of the trash, to its place or to another one.")
            .Reads("If-Match").Refuses(Problems.ItemNameTaken, Problems.TooDeep, Problems.ParentDeleted, Problems.PreconditionFailed, Problems.PreconditionRequired);

        trash.MapDelete("/{id:long}", async (long id, Purges purges, CancellationToken ct) =>
        {
            await purges.PurgeAsync(id, ct);
            return TypedResults.Ok(SuccessResponse.Of("It is gone for good."));
        }).WithName(nameof(PurgeItem)).WithSummary("Delete something in the trash for good.")
            .Reads("If-Match").Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired);
    }
}
