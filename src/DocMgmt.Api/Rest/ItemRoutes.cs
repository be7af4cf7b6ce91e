using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>Files and folders as nodes of a tree.</summary>
internal static class ItemRoutes
{
    /// <param name="ParentId">Null is the root of the caller's own drive.</param>
    /// <param name="Path">Instead of item_name and type: the folder that is to be there, with the folders that lead to it, such as /2026/May.</param>
    internal sealed record CreateBody(string? ItemName = null, ItemType? Type = null, long? ParentId = null, NameConflict? OnConflict = null, string? Path = null);

    public static void MapItems(this IEndpointRouteBuilder v1)
    {
        var items = v1.MapGroup("/items").WithTags("Items");
        items.MapLists();

        items.MapGet("/{id:long}", async (long id, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answers.Ok(http, await mediator.Send(new GetItem.Query(id), ct)))
            .WithName(nameof(GetItem)).WithSummary("Get one item.").Produces<Item>();

        items.MapGet("/by-path", async (string path, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Answers.Ok(http, await mediator.Send(new GetItemByPath.Query(path), ct)))
            .WithName(nameof(GetItemByPath)).WithSummary("Get one item of your drive by its path, such as /Work/x.pdf.").Produces<Item>().Refuses(Problems.NotFound);

        items.MapPost("", async (CreateBody body, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            if (body.Path is null) return Answers.Created(http, await mediator.Send(new CreateItem.Command(body.ItemName!, body.Type, body.ParentId, body.OnConflict), ct));
            if (body.ItemName is not null || body.OnConflict is not null || body.Type == ItemType.File)
                throw Problems.Invalid("path", "A path is of folders that are to be there: say it without item_name and on_conflict.");
            var done = await mediator.Send(new CreatePath.Command(body.Path, body.ParentId), ct);
            return done.Made > 0 ? Answers.Created(http, done.Item) : Answers.Ok(http, done.Item);
        }).WithName(nameof(CreateItem)).WithSummary("Make a folder, a file without content, or a path of folders (200 when all of it is there already).")
            .Produces<Item>(StatusCodes.Status201Created).Produces<Item>()
            .Refuses(Problems.ItemNameTaken, Problems.TooDeep);
    }
}
