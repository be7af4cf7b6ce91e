using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Copies;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Trash;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>What is done with an item that is there.</summary>
internal static class ItemChangeRoutes
{
    /// <param name="ParentId">Null is the root of the caller's own drive.</param>
    /// <param name="ItemName">Null: the name of the original.</param>
    internal sealed record CopyBody(long? ParentId = null, string? ItemName = null, NameConflict? OnConflict = null);

    /// <param name="ItemName">Null: as it is.</param>
    /// <param name="IsStarred">For the caller alone; null: as it is.</param>
    internal sealed record UpdateBody(string? ItemName = null, bool? IsStarred = null)
    {
        /// <summary>Left out: as it is; null takes it away.</summary>
        public Optional<string?> Description { get; init; }
    }

    /// <param name="ItemName">Null: the name that it has.</param>
    /// <param name="KeepPermissions">Into another drive: the grants on it and below, and share links to them, go along. Else the grants are dropped, and the links open nothing there.</param>
    internal sealed record MoveBody(string? ItemName = null, NameConflict? OnConflict = null, bool? KeepPermissions = null)
    {
        /// <summary>Null is the root of the drive that the item is in. It has to be there.</summary>
        public Optional<long?> ParentId { get; init; }
    }

    public static void MapItemChanges(this IEndpointRouteBuilder v1)
    {
        var items = v1.MapGroup("/items").WithTags("Items");

        items.MapPatch("/{id:long}", async (long id, UpdateBody body, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var done = await mediator.Send(new UpdateItem.Command(id, body.ItemName, body.Description.IsSet, body.Description.Value, body.IsStarred), ct);
            Answers.Label(http, done.Item);
            return TypedResults.Ok(done.Item);
        }).WithName(nameof(UpdateItem)).WithSummary("Rename an item, describe it, or star it for yourself.")
            .Reads("If-Match").Refuses(Problems.Forbidden, Problems.ItemNameTaken, Problems.DriveRoot, Problems.PreconditionFailed, Problems.PreconditionRequired);

        items.MapPost("/{id:long}/move", async (long id, MoveBody body, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            if (!body.ParentId.IsSet) throw Problems.Invalid("parent_id", "Say where it goes: a folder's id, or null for the root of its drive.");
            var done = await mediator.Send(new MoveItem.Command(id, body.ParentId.Value, body.ItemName, body.OnConflict, body.KeepPermissions ?? false), ct);
            Answers.Label(http, done.Item);
            return TypedResults.Ok(done.Item);
        }).WithName(nameof(MoveItem)).WithSummary("Put an item into another folder, also of another drive.")
            .Reads("If-Match").Refuses(Problems.Forbidden, Problems.ItemNameTaken, Problems.DriveRoot, Problems.MoveIntoItself, Problems.TooDeep, Problems.ParentNotAFolder,
                Problems.QuotaExceeded(1_000), Problems.TooManyItems(MoveItem.MostItems), Problems.TooManyTags, Problems.PreconditionFailed, Problems.PreconditionRequired);

        items.MapPost("/{id:long}/copy", async (long id, CopyBody? body, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var done = await mediator.Send(new CopyItem.Command(id, body?.ParentId, body?.ItemName, body?.OnConflict), ct);
            return done.Item is { } copy ? Answers.Created(http, copy) : Answers.Accepted(done.Job!);
        }).WithName(nameof(CopyItem)).WithSummary($"Copy an item: references more, no bytes. 202 with a job for a folder with more than {CopyItem.AtOnce:N0} items.")
            .Produces<Item>(StatusCodes.Status201Created).Produces<Job>(StatusCodes.Status202Accepted)
            .Reads("If-Match").Refuses(Problems.PreconditionFailed, Problems.DriveRoot, Problems.MoveIntoItself, Problems.TooDeep, Problems.ParentNotAFolder, Problems.ItemNameTaken, Problems.QuotaExceeded(1_000),
                Problems.NoContent, Problems.ContentDamaged, Problems.TooManyItems(CopyItem.MostItems), Problems.TooManyTags, Problems.TooManyJobs);

        items.MapDelete("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new TrashItem.Command(id), ct);
            return TypedResults.Ok(SuccessResponse.Of("It is in the trash."));
        }).WithName(nameof(TrashItem)).WithSummary("Put an item, with all that is below it, into the trash.")
            .Reads("If-Match").Refuses(Problems.Forbidden, Problems.DriveRoot, Problems.PreconditionFailed, Problems.PreconditionRequired);
    }
}
