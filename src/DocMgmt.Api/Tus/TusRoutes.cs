using DocMgmt.Api.Auth;
using DocMgmt.Api.Hosting;
using DocMgmt.Api.OpenApi;
using DocMgmt.Api.Rest;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Resumable;
using DocMgmt.Drive.ShareLinks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Tus;

/// <summary>Resumable uploads by tus 1.0.0, of users and of visitors whose link takes files.</summary>
internal static class TusRoutes
{
    private const string Ours = "/tus";

    /// <summary>Whether that path is one of these routes'.</summary>
    public static bool Lead(PathString path) =>
        path.Value?.Split('/') is ["", "v1", "files", "tus", ..] or ["", "shared", _, "tus", ..] or ["", "v1", "shared", _, "tus", ..];

    public static void MapTus(this RouteGroupBuilder files) =>
        Map(files.MapGroup(Ours), (http, _) => Task.FromResult(http.RequestServices.GetRequiredService<ResumableUploads>()), (route, name) => route.WithName(name));

    /// <param name="name">Names a route where it is described.</param>
    public static void MapTus(this RouteGroupBuilder link, Func<RouteHandlerBuilder, string, RouteHandlerBuilder> name) =>
        Map(link.MapGroup(Ours), EnterAsync, (route, what) => name(route, what + "Shared").ReadsLink().Refuses(Problems.LinkTakesNoFiles, Problems.LinkBusy));

    private static async Task<ResumableUploads> EnterAsync(HttpContext http, CancellationToken ct)
    {
        var (token, unlock) = ((string)http.Request.RouteValues["token"]!, (string?)http.Request.Query[LinkAddress.Key]);
        return (await SharedRoutes.EnterAsync(http.RequestServices.GetRequiredService<ShareGate>(), token, unlock, null, http, ct)).DropInPieces();
    }

    private static void Map(RouteGroupBuilder tus, Func<HttpContext, CancellationToken, Task<ResumableUploads>> enter, Func<RouteHandlerBuilder, string, RouteHandlerBuilder> name)
    {
        tus.WithMetadata(new TusProtocol.Spoken(), new NotIdempotentAttribute());
        MapOptions(tus, name);
        name(tus.MapPost("", async (HttpContext http, PublicAddress address, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            return new TusAnswer(StatusCodes.Status201Created, await (await enter(http, ct)).StartAsync(TusUpload.Read(http.Request), FirstBytes(http.Request), ct), server);
        }), "CreateTusUpload").WithSummary("Begin a resumable upload (tus 1.0.0).").TakesBytes()
            .Reads(TusHeaders.Resumable, TusHeaders.Length, TusHeaders.Metadata, TusHeaders.Concat, TusHeaders.Checksum, "If-Match", "If-None-Match")
            .AnswersTus(StatusCodes.Status201Created, "Location", "Content-Location", TusHeaders.Offset, TusHeaders.Expires)
            .Refuses(RefusalRules.OfFolder).Refuses(OfFile).Refuses(Problems.PartsIncomplete, Problems.TooManyUploads, Problems.UploadCompleted);
        name(tus.MapMethods("/{upload_id:guid}", [HttpMethods.Head], async ([FromRoute(Name = "upload_id")] Guid id, HttpContext http, PublicAddress address, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            return new TusAnswer(StatusCodes.Status200OK, await (await enter(http, ct)).FindAsync(id, ct), server);
        }), "GetTusUpload").WithSummary("How many bytes of a resumable upload are there.").Reads(TusHeaders.Resumable)
            .AnswersTus(StatusCodes.Status200OK, TusHeaders.Offset, TusHeaders.Length, TusHeaders.Metadata, TusHeaders.Concat, TusHeaders.Expires, "Content-Location")
            .Refuses(OfUpload);
        name(tus.MapPatch("/{upload_id:guid}", async ([FromRoute(Name = "upload_id")] Guid id, HttpContext http, PublicAddress address, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            TusHeaders.CheckMediaType(http.Request);
            var offset = TusHeaders.Bytes(http.Request, TusHeaders.Offset) ?? throw Problems.Invalid(TusHeaders.Offset, "Say at which byte these begin.");
            return new TusAnswer(StatusCodes.Status204NoContent, await (await enter(http, ct)).AppendAsync(id, offset, Bytes(http.Request), ct), server);
        }), "AppendTusUpload").WithSummary("Send the next bytes of a resumable upload; the last ones make the file.").TakesBytes()
            .Reads(TusHeaders.Resumable, TusHeaders.Offset, TusHeaders.Checksum, "If-Match", "If-None-Match")
            .AnswersTus(StatusCodes.Status204NoContent, TusHeaders.Offset, TusHeaders.Expires, "Content-Location")
            .Refuses(OfUpload).Refuses(OfFile).Refuses(Problems.OffsetMismatch(4_096), Problems.UploadTakenOver, Problems.TooManyPieces, Problems.UploadCompleted, Problems.FinalTakesNoBytes, Problems.TusBytesExpected);
        name(tus.MapDelete("/{upload_id:guid}", async ([FromRoute(Name = "upload_id")] Guid id, HttpContext http, CancellationToken ct) =>
        {
            await (await enter(http, ct)).RemoveAsync(id, ct);
            return TypedResults.NoContent();
        }), "DeleteTusUpload").WithSummary("Give a resumable upload up; a file that it became stays.").Reads(TusHeaders.Resumable).AnswersTus(StatusCodes.Status204NoContent).Refuses(OfUpload);
    }

    private static Problem[] OfUpload => [Problems.TusVersion, Problems.Forbidden, Problems.UploadBusy];

    // What may be said of the file that becomes of it, at its beginning and at its end.
    private static Problem[] OfFile =>
        [Problems.TusVersion, Problems.ItemNameTaken, Problems.QuotaExceeded(1_000), Problems.SizeMismatch(1_000, 900), Problems.RequestChecksumMismatch, Problems.PreconditionFailed, Problems.PreconditionRequired];

    private static void MapOptions(RouteGroupBuilder tus, Func<RouteHandlerBuilder, string, RouteHandlerBuilder> name)
    {
        name(tus.MapMethods("", [HttpMethods.Options], Options), "TusOptions").AllowAnonymous().WithSummary("What of tus 1.0.0 is spoken here.")
            .AnswersTus(StatusCodes.Status204NoContent, TusHeaders.Version, TusHeaders.Extension, TusHeaders.MaxSize, TusHeaders.Algorithms);
        tus.MapMethods("/{upload_id:guid}", [HttpMethods.Options], Options).AllowAnonymous().ExcludeFromDescription();
    }

    private static NoContent Options(HttpContext http, UploadLimits limits)
    {
        var headers = http.Response.Headers;
        headers[TusHeaders.Version] = TusProtocol.Version;
        headers[TusHeaders.Extension] = TusProtocol.Extensions;
        headers[TusHeaders.MaxSize] = $"{limits.MaxBytes}";
        headers[TusHeaders.Algorithms] = string.Join(',', BodyChecksum.Algorithms);
        return TypedResults.NoContent();
    }

    private static SentBytes Bytes(HttpRequest request) => new(request.Body, request.ContentLength, TusHeaders.ReadChecksum(request));

    // A body of another type is none of the upload's (creation-with-upload).
    private static SentBytes? FirstBytes(HttpRequest request) => TusHeaders.IsBytes(request) ? Bytes(request) : null;
}
