using DocMgmt.Api.Auth;
using DocMgmt.Api.Hosting;
using DocMgmt.Api.OpenApi;
using DocMgmt.Api.Pages;
using DocMgmt.Api.Tus;
using DocMgmt.Drive.Archives;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.ShareLinks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DocMgmt.Api.Rest;

/// <summary>What visitors reach by a share link, as JSON and bytes. All of it goes through <see cref="ShareGate"/>.</summary>
internal static class SharedRoutes
{
    private const string PasswordHeader = "X-Share-Password", UnlockHeader = "X-Share-Unlock";

    internal sealed record AccessBody(string? Password = null);

    /// <summary>What of the link is meant; the link's own item unless said.</summary>
    internal sealed record PlaceParameters([property: FromQuery(Name = "item_id")] long? ItemId, [property: FromQuery(Name = "path")] string? Path)
    {
        public LinkPlace Place => new(ItemId, Path);
    }

    public static void MapShared(this IEndpointRouteBuilder app)
    {
        MapLink(app.MapGroup(LinkAddress.Links + "/{token}"), described: true);
        MapLink(app.MapGroup(LinkAddress.ClientLinks + "/{token}").ExcludeFromDescription(), described: false);
    }

    private static void MapLink(RouteGroupBuilder link, bool described)
    {
        link.AllowAnonymous().AnswersPages().WithTags("Shared").WithMetadata(new NotIdempotentAttribute(), new RequestHeaders([PasswordHeader, UnlockHeader]));
        link.Refuses(Problems.NotFound, Problems.LinkGone, Problems.LinkExpired, Problems.LinkUsedUp, Problems.LinkPasswordRequired, Problems.LinkPasswordWrong, Problems.TooManyAttempts(TimeSpan.FromMinutes(10)));
        Name(link.MapGet("", LookAsync), "OpenSharedLink").WithSummary("What a share link opens; the password, if it has one, as a header. Browsers get a page.").AnswersPages(shows: true, leadsOn: true).Refuses(Problems.LinkTakesFilesOnly);
        link.MapMethods("", [HttpMethods.Head], LookAsync).ExcludeFromDescription();
        Name(link.MapPost("", LookAsync), "UnlockSharedLink").WithSummary("The same, with the password in the body.").AnswersPages().Refuses(Problems.LinkTakesFilesOnly);
        Name(link.MapGet("/items", ListAsync), "ListSharedItems").WithSummary("What is in a folder behind a share link.").Produces<Paged<SharedItemAnswer>>()
            .Refuses(Problems.ParentNotAFolder, Problems.LinkTakesFilesOnly);
        MapContents(link, Name);
        link.MapDrops(Name);
        link.MapTus(Name);
        if (described) link.MapUnlock();

        RouteHandlerBuilder Name(RouteHandlerBuilder route, string name) => described ? route.WithName(name) : route;
    }

    private static void MapContents(RouteGroupBuilder link, Func<RouteHandlerBuilder, string, RouteHandlerBuilder> name)
    {
        var refused = new[] { Problems.NotAFile, Problems.NoContent, Problems.PreconditionFailed, Problems.ContentDamaged, Problems.LinkTakesFilesOnly };
        name(link.MapGet("/download", DownloadAsync), "DownloadShared").WithSummary("Download a file behind a share link.").AnswersContent(elsewhere: true)
            .Refuses([.. refused, Problems.DownloadNotAllowed, Problems.RangeNotSatisfiable(48_213)]);
        name(link.MapMethods("/download", [HttpMethods.Head], DownloadAsync), "DownloadSharedHead").WithSummary("What that would answer, without the content; it takes none of the link's downloads.")
            .AnswersContent().Refuses([.. refused, Problems.DownloadNotAllowed]);
        name(link.MapGet("/preview", PreviewAsync), "PreviewShared").WithSummary("Show a file behind a share link, also where the link lets people look only.").AnswersContent()
            .Refuses([.. refused, Problems.NoPreview("application/zip"), Problems.RangeNotSatisfiable(48_213)]);
        name(link.MapMethods("/preview", [HttpMethods.Head], PreviewAsync), "PreviewSharedHead").WithSummary("What that would answer, without the content.")
            .AnswersContent().Refuses([.. refused, Problems.NoPreview("application/zip")]);
        name(link.MapGet("/archive", ArchiveAsync), "ArchiveShared").WithSummary("Download a folder behind a share link, with all that is below it, as an archive.").AnswersArchive()
            .Refuses(Problems.DownloadNotAllowed, Problems.LinkTakesFilesOnly);
        name(link.MapMethods("/archive", [HttpMethods.Head], ArchiveAsync), "ArchiveSharedHead").WithSummary("What that would answer, without the archive.").AnswersArchive()
            .Refuses(Problems.DownloadNotAllowed, Problems.LinkTakesFilesOnly);
    }

    private static async Task<Results<Ok<SharedLinkAnswer>, PageAnswer, SeeOther>> LookAsync(
        string token, string? unlock, [AsParameters] PlaceParameters where, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] AccessBody? body,
        HttpContext http, PublicAddress address, ShareGate gate, CancellationToken ct)
    {
        var server = address.Of(http.Request);
        var visit = await EnterAsync(gate, token, unlock, body, http, ct);
        if (HttpMethods.IsPost(http.Request.Method) || !LinkAddress.WantsPage(http.Request)) return TypedResults.Ok(Answers(server, visit, http).Link(await visit.LookAsync(where.Place, ct)));
        if (!string.IsNullOrEmpty(unlock)) return new SeeOther(LinkAddress.Relative(http.Request) + SharedUnlockRoutes.Deed + http.Request.QueryString);
        return await new SharePages(visit, http.Request, server).ShowAsync(where.Place, ct);
    }

    private static async Task<IResult> ListAsync(
        string token, string? unlock, [AsParameters] PlaceParameters where, [AsParameters] PageParameters page, string? order,
        [FromQuery(Name = "folders_first")] bool? foldersFirst, HttpContext http, PublicAddress address, ShareGate gate, CancellationToken ct)
    {
        var server = address.Of(http.Request);
        var visit = await EnterAsync(gate, token, unlock, null, http, ct);
        var list = await visit.ListAsync(where.Place, new(page.Page, page.PageSize, page.Cursor, Parameters.Order(order), foldersFirst ?? false), ct);
        var answers = Answers(server, visit, http);
        return Lists.Answer(http, new Paged<SharedItemAnswer>([.. list.Data.Select(answers.Item)], list.Page, list.PageSize, list.Total, list.HasNext, list.NextCursor));
    }

    private static async Task<IResult> DownloadAsync(
        string token, string? unlock, [AsParameters] PlaceParameters where, HttpContext http, ShareGate gate, DirectDownloads direct, TimeProvider clock, CancellationToken ct)
    {
        var visit = await EnterAsync(gate, token, unlock, null, http, ct);
        var (content, bytes) = await visit.DownloadAsync(where.Place, Reveals(http),
            found => direct.Has(found) && ContentRedirect.Suits(http.Request, ContentPlan.For(http.Request, found)), ct);
        var disposition = ContentDisposition.Attachment(content.ItemName);
        return bytes is null ? new ContentRedirect(direct.Sign(content, disposition, visit.FetchLife(clock))) : new ContentAnswer(content, bytes, disposition);
    }

    private static async Task<ArchiveAnswer> ArchiveAsync(
        string token, string? unlock, [AsParameters] PlaceParameters where, string? format, HttpContext http, ShareGate gate, CancellationToken ct)
    {
        var visit = await EnterAsync(gate, token, unlock, null, http, ct);
        return new(await visit.ArchiveAsync(where.Place, Parameters.OneOf<ArchiveFormat>(format, "format") ?? ArchiveFormat.Zip, HttpMethods.IsGet(http.Request.Method), ct));
    }

    private static async Task<ContentAnswer> PreviewAsync(
        string token, string? unlock, [AsParameters] PlaceParameters where, HttpContext http, ShareGate gate, CancellationToken ct)
    {
        var visit = await EnterAsync(gate, token, unlock, null, http, ct);
        var (content, bytes) = await visit.PreviewAsync(where.Place, Reveals(http), ct);
        return new(content, bytes, ContentDisposition.Inline(content.ItemName), Previews.TypeToShow(content.MimeType));
    }

    private static Func<FindContent.Content, bool> Reveals(HttpContext http) => content => ContentPlan.For(http.Request, content).Reveals(http.Request);

    public static Task<Visit> EnterAsync(ShareGate gate, string token, string? unlock, AccessBody? body, HttpContext http, CancellationToken ct) =>
        gate.EnterAsync(token, body?.Password ?? (string?)http.Request.Headers[PasswordHeader], Keys(unlock, http.Request), ct);

    /// <summary>What may open the link without its password.</summary>
    /// <param name="unlock">As it stands in the address.</param>
    public static IReadOnlyList<string> Keys(string? unlock, HttpRequest request) =>
        [.. new string?[] { unlock, request.Headers[UnlockHeader] }.Concat(UnlockCookie.Of(request)).Where(k => !string.IsNullOrEmpty(k)).Select(k => k!)];

    // What a cookie has, no script is told.
    private static SharedAnswers Answers(string server, Visit visit, HttpContext http) => new(server, visit, visit.Key is { } key && UnlockCookie.Of(http.Request).Contains(key.Token) ? null : visit.Key);
}
