using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>Lists of files and folders.</summary>
internal static class ListRoutes
{
    public static void MapLists(this RouteGroupBuilder items)
    {
        items.MapGet("", async (
            [FromQuery(Name = "parent_id")] long? parentId, [AsParameters] ListParameters list, [AsParameters] PageParameters page, HttpContext http, IMediator mediator,
            CancellationToken ct) =>
            Lists.Answer(http, list is { Starred: true, Recursive: not true } && parentId is null
                ? await mediator.Send(Starred(list, page), ct)
                : await mediator.Send(Children(parentId, list, page), ct)))
            .WithName(nameof(ListItems)).WithSummary("List a folder, or all that is below it; without parent_id, the root of your drive.").Produces<Paged<ListedItem>>();

        items.MapGet("/{id:long}/children", async (
            long id, [AsParameters] ListParameters list, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(Children(id, list, page), ct)))
            .WithName("ListChildren").WithSummary("List a folder: the same as items with its parent_id.").Produces<Paged<ListedItem>>().Refuses(Problems.ParentNotAFolder);

        items.MapGet("/starred", async (
            string? type, string? order, [FromQuery(Name = "folders_first")] bool? foldersFirst, [FromQuery(Name = "$count")] bool? count,
            [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(Starred(new(type, true, null, order, foldersFirst, count), page), ct)))
            .WithName(nameof(ListStarred)).WithSummary("List what you starred, wherever it is.").Produces<Paged<ListedItem>>();

        items.MapGet("/recent", async (
            string? type, [FromQuery(Name = "$count")] bool? count, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(
                new ListRecent.Query(Parameters.OneOf<ItemType>(type, "type"), page.Page, page.PageSize, page.Cursor, count ?? false), ct)))
            .WithName(nameof(ListRecent)).WithSummary("List what you may read, wherever it is, the last changed first. The total is counted only when asked for.").Produces<Paged<ListedItem>>();
    }

    private static ListItems.Query Children(long? parentId, ListParameters list, PageParameters page) => new(
        parentId, Parameters.OneOf<ItemType>(list.Type, "type"), list.Starred, page.Page, page.PageSize, page.Cursor,
        Parameters.Order(list.Order), list.FoldersFirst ?? false, list.Recursive ?? false, list.Count ?? true);

    private static ListStarred.Query Starred(ListParameters list, PageParameters page) => new(
        Parameters.OneOf<ItemType>(list.Type, "type"), page.Page, page.PageSize, page.Cursor, Parameters.Order(list.Order), list.FoldersFirst ?? false, list.Count ?? true);
}
