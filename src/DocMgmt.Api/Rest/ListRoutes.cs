using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.OData;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>Lists of files and folders.</summary>
internal static class ListRoutes
{
    private static readonly Problem[] Refused = [Problems.QueryInvalid(Options.Count, "Say this once."), Problems.QueryTooCostly];

    public static void MapLists(this RouteGroupBuilder items)
    {
        items.MapGet("", async (
            [FromQuery(Name = "parent_id")] long? parentId, [AsParameters] ListParameters list, [AsParameters] PageParameters page, [AsParameters] ODataParameters odata,
            HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var (asked, select) = odata.Read(http);
            return Lists.Answer(http, list is { Starred: true, Recursive: not true } && parentId is null
                ? await mediator.Send(Starred(list, page, asked), ct)
                : await mediator.Send(Children(parentId, list, page, asked), ct), select);
        })
            .WithName(nameof(ListItems)).WithSummary("List a folder, or all that is below it; without parent_id, the root of your drive.").Produces<Paged<ListedItem>>()
            .Refuses(Refused);

        items.MapGet("/{id:long}/children", async (
            long id, [AsParameters] ListParameters list, [AsParameters] PageParameters page, [AsParameters] ODataParameters odata,
            HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var (asked, select) = odata.Read(http);
            return Lists.Answer(http, await mediator.Send(Children(id, list, page, asked), ct), select);
        })
            .WithName("ListChildren").WithSummary("List a folder: the same as items with its parent_id.").Produces<Paged<ListedItem>>()
            .Refuses([.. Refused, Problems.ParentNotAFolder]);

        items.MapGet("/starred", async (
            string? type, string? order, [FromQuery(Name = "folders_first")] bool? foldersFirst, [FromQuery(Name = "$count")] bool? count,
            [AsParameters] PageParameters page, [AsParameters] ODataParameters odata, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var (asked, select) = odata.Read(http);
            return Lists.Answer(http, await mediator.Send(Starred(new(type, true, null, order, foldersFirst, count), page, asked), ct), select);
        })
            .WithName(nameof(ListStarred)).WithSummary("List what you starred, wherever it is.").Produces<Paged<ListedItem>>()
            .Refuses(Refused);

        items.MapGet("/recent", async (
            string? type, [FromQuery(Name = "$count")] bool? count, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            ODataParameters.Check(http, Options.Count);
            return Lists.Answer(http, await mediator.Send(
                new ListRecent.Query(Parameters.OneOf<ItemType>(type, "type"), page.Page, page.PageSize, page.Cursor, count ?? false), ct));
        })
            .WithName(nameof(ListRecent)).WithSummary("List what you may read, wherever it is, the last changed first. The total is counted only when asked for.").Produces<Paged<ListedItem>>()
            .Refuses(Refused);
    }

    private static ListItems.Query Children(long? parentId, ListParameters list, PageParameters page, ODataQuery odata) => new(
        parentId, Parameters.OneOf<ItemType>(list.Type, "type"), list.Starred, page.Page, page.PageSize, page.Cursor,
        Parameters.Order(list.Order), list.FoldersFirst ?? false, list.Recursive ?? false, list.Count ?? true, odata);

    private static ListStarred.Query Starred(ListParameters list, PageParameters page, ODataQuery odata) => new(
        Parameters.OneOf<ItemType>(list.Type, "type"), page.Page, page.PageSize, page.Cursor, Parameters.Order(list.Order), list.FoldersFirst ?? false, list.Count ?? true, odata);
}
