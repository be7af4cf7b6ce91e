using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
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

    /// <param name="ItemIds">One to 1,000.</param>
    internal sealed record PurgeBody(IReadOnlyList<long> ItemIds);

    public static void MapTrash(this IEndpointRouteBuilder v1)
    {
        var trash = v1.MapGroup("/trash").WithTags("Trash").AddEndpointFilter<NoStore>();

        trash.MapGet("", async ([AsParameters] PageParameters page, HttpContext http, TrashLists lists, CancellationToken ct) =>
            Lists.Answer(http, await lists.ListAsync(new(page.Page, page.PageSize, page.Cursor), ct)))
            .WithName(nameof(ListTrash)).WithSummary("What was put into the trash of your drive, the last first, with all that went there with it.").Produces<Paged<TrashedItem>>();

        trash.MapGet("/{id:long}/children", async (long id, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(new ListTrashedFolder.Query(id, page.Page, page.PageSize, page.Cursor), ct)))
            .WithName(nameof(ListTrashedFolder)).WithSummary("What is in a folder in the trash of your drive, by name.").Refuses(Problems.ParentNotAFolder).Produces<Paged<TrashedItem>>();

        trash.MapDelete("", async (IMediator mediator, CancellationToken ct) => Answers.Accepted(await mediator.Send(new EmptyTrash.Command(), ct)))
            .WithName(nameof(EmptyTrash)).WithSummary("Delete all that is in your trash now for good, as a job.")
            .Refuses(Problems.TooManyJobs).Produces<Job>(StatusCodes.Status202Accepted);

        trash.MapPost("/purge", async (PurgeBody body, IMediator mediator, CancellationToken ct) => Answers.Accepted(await mediator.Send(new PurgeChosen.Command(body.ItemIds), ct)))
            .WithName(nameof(PurgeChosen)).WithSummary("Delete some of what is in your trash for good, as a job.")
            .Refuses(Problems.NotInTrash([0]), Problems.TooManyJobs).Produces<Job>(StatusCodes.Status202Accepted);

        trash.MapPost("/{id:long}/restore", async (long id, RestoreBody? body, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var place = body?.ParentId ?? default;
            var item = await mediator.Send(new RestoreItem.Command(id, !place.IsSet, place.Value, body?.ItemName, body?.OnConflict), ct);
            Answers.Label(http, item);
            return TypedResults.Ok(item);
        }).WithName(nameof(RestoreItem)).WithSummary("Take an item out of the trash, or out of a folder there, to its place or to another one.")
            .Reads("If-Match").Refuses(Problems.ItemNameTaken, Problems.TooDeep, Problems.ParentDeleted, Problems.PreconditionFailed, Problems.PreconditionRequired);

        trash.MapDelete("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new PurgeItem.Command(id), ct)).Job is { } job ? Answers.Accepted(job) : TypedResults.Ok(SuccessResponse.Of("It is gone for good.")))
            .WithName(nameof(PurgeItem)).WithSummary("Delete something in the trash for good: at once, or what is large as a job.")
            .Reads("If-Match").Refuses(Problems.TooManyJobs, Problems.PreconditionFailed, Problems.PreconditionRequired)
            .Produces<SuccessResponse>().Produces<Job>(StatusCodes.Status202Accepted);
    }
}
