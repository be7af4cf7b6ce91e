using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Trash;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>Files and folders as nodes of a tree.</summary>
internal static class ItemRoutes
{
    /// <param name="ParentId">Null is the root of the caller's own drive.</param>
    internal sealed record CreateBody(string ItemName, ItemType Type, long? ParentId = null, NameConflict? OnConflict = null);

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
    /// <param name="KeepPermissions">Into another drive: the grants on it and below go along. Else they are dropped there.</param>
    internal sealed record MoveBody(string? ItemName = null, NameConflict? OnConflict = null, bool? KeepPermissions = null)
    {
        /// <summary>Null is the root of the drive that the item is in. It has to be there.</summary>
        public Optional<long?> ParentId { get; init; }
    }

    public static void MapItems(this IEndpointRouteBuilder v1)
    {
        var items = v1.MapGroup("/items").WithTags("Items");

        items.MapGet("", async (
            [FromQuery(Name = "parent_id")] long? parentId, string? type, bool? starred, [AsParameters] PageParameters page, HttpContext http, IMediator mediator,
            CancellationToken ct) =>
        {
            var itemType = Parameters.OneOf<ItemType>(type, "type");
            var list = starred == true && parentId is null
                ? await mediator.Send(new ListStarred.Query(itemType, page.Page, page.PageSize, page.Cursor), ct)
                : await mediator.Send(new ListItems.Query(parentId, itemType, starred, page.Page, page.PageSize, page.Cursor), ct);
            return Lists.Answer(http, list);
        }).WithName(nameof(ListItems)).WithSummary("List a folder; without parent_id, the root of your drive.").Produces<Paged<ListedItem>>();

        items.MapGet("/{id:long}", async (long id, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answers.Ok(http, await mediator.Send(new GetItem.Query(id), ct)))
            .WithName(nameof(GetItem)).WithSummary("Get one item.").Produces<Item>();

        items.MapGet("/by-path", async (string path, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answers.Ok(http, await mediator.Send(new GetItemByPath.Query(path), ct)))
            .WithName(nameof(GetItemByPath)).WithSummary("Get one item of your drive by its path, such as /Work/x.pdf.").Produces<Item>().Refuses(Problems.NotFound);

        items.MapPost("", async (CreateBody body, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answers.Created(http, await mediator.Send(new CreateItem.Command(body.ItemName, body.Type, body.ParentId, body.OnConflict), ct)))
            .WithName(nameof(CreateItem)).WithSummary("Make a folder, or a file without content.").Produces<Item>(StatusCodes.Status201Created)
            .Refuses(Problems.ItemNameTaken, Problems.TooDeep);

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
                Problems.QuotaExceeded(1_000), Problems.TooManyItems(MoveItem.MostItems), Problems.PreconditionFailed, Problems.PreconditionRequired);

        items.MapPost("/{id:long}/copy", async (long id, CopyBody? body, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answers.Created(http, await mediator.Send(new CopyItem.Command(id, body?.ParentId, body?.ItemName, body?.OnConflict), ct)))
            .WithName(nameof(CopyItem)).WithSummary("Copy a file: a reference more, no bytes.").Produces<UploadedFile>(StatusCodes.Status201Created)
            .Refuses(Problems.FilesOnly, Problems.ItemNameTaken, Problems.QuotaExceeded(1_000), Problems.NoContent, Problems.ContentDamaged);

        items.MapDelete("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new TrashItem.Command(id), ct);
            return TypedResults.Ok(SuccessResponse.Of("It is in the trash."));
        }).WithName(nameof(TrashItem)).WithSummary("Put an item, with all that is below it, into the trash.")
            .Reads("If-Match").Refuses(Problems.Forbidden, Problems.DriveRoot, Problems.PreconditionFailed, Problems.PreconditionRequired);
    }
}
