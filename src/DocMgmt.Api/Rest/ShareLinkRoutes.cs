using DocMgmt.Api.Hosting;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.ShareLinks;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>The links that open items to visitors, for those who manage them; what visitors reach by them is in <see cref="SharedRoutes"/>.</summary>
internal static class ShareLinkRoutes
{
    /// <param name="PermissionType">read, unless said; write lets visitors put files into a folder, and see nothing.</param>
    internal sealed record NewLinkBody(
        LinkLevel PermissionType = LinkLevel.Read, string? Password = null, DateTimeOffset? ExpiresAt = null, string? Label = null, bool AllowDownload = true,
        int? MaxDownloads = null, int? MaxUploads = null, long? MaxUploadBytes = null, IReadOnlyList<string>? AllowedTypes = null);

    /// <summary>What is left out stays as it is; null takes a password, a label, an end or a limit away.</summary>
    internal sealed record LinkBody(bool? AllowDownload = null)
    {
        public Optional<string?> Password { get; init; }
        public Optional<DateTimeOffset?> ExpiresAt { get; init; }
        public Optional<string?> Label { get; init; }
        public Optional<int?> MaxDownloads { get; init; }
        public Optional<int?> MaxUploads { get; init; }
        public Optional<long?> MaxUploadBytes { get; init; }
        public Optional<IReadOnlyList<string>?> AllowedTypes { get; init; }

        public LinkTerms Terms => new(Label.Value, ExpiresAt.Value, AllowDownload ?? true, MaxDownloads.Value, MaxUploads.Value, MaxUploadBytes.Value, AllowedTypes.Value);

        public LinkMembers Sets => new[]
        {
            (LinkMembers.Password, Password.IsSet), (LinkMembers.ExpiresAt, ExpiresAt.IsSet), (LinkMembers.Label, Label.IsSet), (LinkMembers.AllowDownload, AllowDownload is not null),
            (LinkMembers.MaxDownloads, MaxDownloads.IsSet), (LinkMembers.MaxUploads, MaxUploads.IsSet), (LinkMembers.MaxUploadBytes, MaxUploadBytes.IsSet),
            (LinkMembers.AllowedTypes, AllowedTypes.IsSet),
        }.Where(m => m.Item2).Aggregate(LinkMembers.None, (all, m) => all | m.Item1);
    }

    public static void MapShareLinks(this IEndpointRouteBuilder v1)
    {
        var links = v1.MapGroup("/items/{id:long}/share-links").WithTags("Share links").Refuses(Problems.Forbidden);

        links.MapGet("", async (long id, HttpContext http, PublicAddress address, IMediator mediator, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            return TypedResults.Ok((await mediator.Send(new ListShareLinks.Query(id), ct)).Select(link => At(server, link)).ToList());
        }).WithName(nameof(ListShareLinks)).WithSummary("The links that open an item itself, whoever made them.");

        links.MapPost("", async (long id, NewLinkBody body, HttpContext http, PublicAddress address, ShareLinkMaker maker, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            var terms = new LinkTerms(body.Label, body.ExpiresAt, body.AllowDownload, body.MaxDownloads, body.MaxUploads, body.MaxUploadBytes, body.AllowedTypes);
            var made = At(server, await maker.CreateAsync(id, body.PermissionType, terms, body.Password, ct));
            return TypedResults.Created($"/v1/items/{id}/share-links/{made.Id}", made);
        }).WithName(nameof(CreateShareLink)).WithSummary("Open an item to whoever has the link.").Reads("If-Match")
            .Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired, Problems.RootNotShared, Problems.DropNeedsFolder, Problems.LinkTermsMismatch, Problems.TooManyLinks);

        links.MapPatch("/{link_id:long}", async (
            long id, [FromRoute(Name = "link_id")] long linkId, LinkBody body, HttpContext http, PublicAddress address, ShareLinkMaker maker, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            return TypedResults.Ok(At(server, await maker.UpdateAsync(id, linkId, body.Terms, body.Password.Value, body.Sets, ct)));
        }).WithName(nameof(UpdateShareLink)).WithSummary("Change what a link allows; another password ends what the one before unlocked.").Reads("If-Match")
            .Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired, Problems.LinkTermsMismatch);

        links.MapDelete("/{link_id:long}", async (long id, [FromRoute(Name = "link_id")] long linkId, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteShareLink.Command(id, linkId), ct);
            return TypedResults.Ok(SuccessResponse.Of("The link opens nothing any more."));
        }).WithName(nameof(DeleteShareLink)).WithSummary("End a link: from now on visitors are told that it is gone.").Reads("If-Match")
            .Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired);

        v1.MapGet("/share-links", async ([AsParameters] PageParameters page, HttpContext http, PublicAddress address, IMediator mediator, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            var list = await mediator.Send(new ListMyShareLinks.Query(page.Page, page.PageSize, page.Cursor), ct);
            foreach (var link in list.Data) At(server, link);
            return Lists.Answer(http, list);
        }).WithTags("Share links").WithName(nameof(ListMyShareLinks)).WithSummary("All links that you made, with their use.").Produces<Paged<OwnLink>>();
    }

    private static ShareLink At(string server, ShareLink link)
    {
        link.Url = $"{server}/shared/{link.Token}";
        return link;
    }
}
