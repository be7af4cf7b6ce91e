using DocMgmt.Api.Auth;
using DocMgmt.Api.Hosting;
using DocMgmt.Api.OpenApi;
using DocMgmt.Blobs;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>The contents of files: up and down.</summary>
internal static class FileRoutes
{
    internal sealed record InitiateBody(
        string ItemName, long SizeBytes, long? ParentId = null, string? MimeType = null, Sha256Hash? Checksum = null, OnConflict? OnConflict = null);

    /// <param name="UploadUrl">PUT the bytes there, without a token; null when none are needed.</param>
    /// <param name="ExpiresAt">Of upload_url.</param>
    /// <param name="Possession">A way to prove that one has the bytes instead of sending them; null where it is not offered.</param>
    internal sealed record InitiateResponse(
        long ItemId, long VersionId, string? UploadUrl, bool Deduplicated, DateTime? ExpiresAt, Possession? Possession, string Message);

    /// <param name="Proof">In place of bytes: SHA-256 over the possession's nonce, then its ranges' bytes, in order.</param>
    internal sealed record CompleteBody(long VersionId, Sha256Hash? Proof = null);

    private static readonly string[] FormFields = ["parent_id", "item_name", "on_conflict", "checksum"];

    internal enum Disposition
    {
        Attachment,
        Inline,
    }

    public static void MapFiles(this IEndpointRouteBuilder v1)
    {
        var files = v1.MapGroup("/files").WithTags("Files");
        MapUploads(files);

        files.MapGet("/{id:long}/download", DownloadAsync)
            .WithName("DownloadFile").WithSummary("Download a file, or one version of it, to be saved or (disposition=inline) shown.").AnswersContent()
            .Refuses(Problems.NotAFile, Problems.NoContent, Problems.PreconditionFailed, Problems.RangeNotSatisfiable(48_213), Problems.ContentDamaged);
        files.MapMethods("/{id:long}/download", [HttpMethods.Head], DownloadAsync)
            .WithName("DownloadFileHead").WithSummary("What a download would answer, without the content.").AnswersContent()
            .Refuses(Problems.NotAFile, Problems.NoContent, Problems.PreconditionFailed, Problems.ContentDamaged);
    }

    private static void MapUploads(RouteGroupBuilder files)
    {
        files.MapPost("/upload/initiate", async (InitiateBody body, HttpContext http, IMediator mediator, UploadUrls urls, PublicAddress address, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            var done = await mediator.Send(
                new InitiateUpload.Command(body.ItemName, body.ParentId, body.SizeBytes, body.MimeType, body.Checksum, body.OnConflict), ct);
            var (url, expiresAt) = done.Deduplicated ? default((string?, DateTime?)) : urls.For(done.VersionId, server);
            return TypedResults.Created($"/v1/items/{done.ItemId}", new InitiateResponse(done.ItemId, done.VersionId, url, done.Deduplicated, expiresAt, done.Possession,
                done.Deduplicated ? "You have this content already: the version was made at once." : "PUT the bytes to upload_url, then complete the upload."));
        }).WithName(nameof(InitiateUpload)).WithSummary("Announce an upload; content that you can read already needs no bytes.")
            .Reads("If-Match", "If-None-Match")
            .Refuses(Problems.ItemNameTaken, Problems.QuotaExceeded(1_000), Problems.TooLarge(1_000_000_000), Problems.TypeNotAllowed("video/mp4"), Problems.PreconditionFailed, Problems.PreconditionRequired);

        files.MapPut("/upload/{version_id:long}/content", async (
            [FromRoute(Name = "version_id")] long versionId, string? expires, string? signature, HttpContext http, Caller caller, UploadUrls urls, Uploads uploads,
            CancellationToken ct) =>
        {
            if (!urls.IsGood(versionId, expires, signature)) throw Problems.BadUploadUrl;
            caller.BearSignedUrl();
            await uploads.ReceiveAsync(versionId, http.Request.ContentLength, http.Request.Body, ct);
            return TypedResults.Ok(SuccessResponse.Of("The bytes are here and are what was announced. Complete the upload now."));
        }).WithName("PutUploadContent").WithSummary("Send the bytes of an announced upload to its upload_url.")
            .AllowAnonymous().WithMetadata(new NotIdempotentAttribute()).TakesBytes()
            .Refuses(Problems.BadUploadUrl, Problems.QuotaExceeded(null), Problems.UploadCompleted, Problems.SizeMismatch(1_000, 900));

        files.MapPost("/upload/complete", async (CompleteBody body, Uploads uploads, CancellationToken ct) =>
            TypedResults.Ok(await uploads.CompleteAsync(body.VersionId, body.Proof, ct)))
            .WithName(nameof(CompleteUpload)).WithSummary("Make the version whose bytes were sent.").Reads("If-Match", "If-None-Match")
            .Refuses(Problems.Forbidden, Problems.QuotaExceeded(1_000), Problems.ItemNameTaken, Problems.ParentTrashed, Problems.UploadIncomplete, Problems.ProofFailed, Problems.PreconditionFailed, Problems.PreconditionRequired);

        files.MapDelete("/upload/{version_id:long}", async ([FromRoute(Name = "version_id")] long versionId, Uploads uploads, CancellationToken ct) =>
        {
            await uploads.AbandonAsync(versionId, ct);
            return TypedResults.Ok(SuccessResponse.Of("The upload was given up."));
        }).WithName("AbandonUpload").WithSummary("Give a pending upload up.").Refuses(Problems.UploadCompleted);

        files.MapPut("/content", async (
            [FromQuery(Name = "parent_id")] long? parentId, [FromQuery(Name = "item_name")] string itemName, [FromQuery(Name = "on_conflict")] string? onConflict,
            string? checksum, HttpContext http, Uploads uploads, CancellationToken ct) =>
        {
            var upload = new UploadRequest(parentId, itemName, http.Request.ContentLength, http.Request.ContentType,
                Digests.Announced(http.Request, checksum), Parameters.ForUpload(onConflict));
            return Answer(http, await uploads.ReceiveAsync(upload, http.Request.Body, ct));
        }).WithName("PutContent").WithSummary("Upload a file in one request: its bytes are the body.")
            .Refuses(Problems.ItemNameTaken, Problems.QuotaExceeded(1_000), Problems.SizeMismatch(1_000, 900), Problems.PreconditionFailed, Problems.PreconditionRequired)
            .TakesBytes().Reads("Repr-Digest", "Content-Digest", "If-Match", "If-None-Match").Produces<UploadedFile>().Produces<UploadedFile>(StatusCodes.Status201Created);

        files.MapPost("", async (HttpContext http, Uploads uploads, CancellationToken ct) =>
            Answer(http, await MultipartUpload.ReceiveAsync(http.Request, FormFields, file => uploads.ReceiveAsync(
                new(file.ParentId, file.ItemName, null, file.ContentType, file.Checksum, Parameters.ForUpload(file.Fields.GetValueOrDefault("on_conflict"))), file.Content, ct), ct)))
            .WithName("PostFile").WithSummary("Upload a file with a form: fields parent_id, item_name, on_conflict, checksum, then the file.")
            .Refuses(Problems.ItemNameTaken, Problems.QuotaExceeded(1_000), Problems.FormExpected, Problems.PreconditionFailed, Problems.PreconditionRequired)
            .TakesForm(FormFields).Refuses(RefusalRules.OfFolder).Reads("If-Match", "If-None-Match").Produces<UploadedFile>().Produces<UploadedFile>(StatusCodes.Status201Created);
    }

    /// <param name="disposition">attachment (the default) or inline, which types that a browser would run never are.</param>
    /// <param name="filename">What to save it as; the item's name if left out.</param>
    private static async Task<ContentAnswer> DownloadAsync(
        long id, long? version, string? disposition, string? filename, HttpContext http, Downloads downloads, CancellationToken ct)
    {
        var inline = Parameters.OneOf<Disposition>(disposition, "disposition") == Disposition.Inline;
        var saveAs = Parameters.ItemName(filename, "filename");
        var (content, bytes) = await downloads.OpenAsync(id, version, found => ContentPlan.For(http.Request, found).Reveals(http.Request), ct);
        var name = saveAs ?? content.ItemName;
        return new(content, bytes, inline && !ActiveTypes.Include(content.MimeType) ? ContentDisposition.Inline(name) : ContentDisposition.Attachment(name));
    }

    private static IResult Answer(HttpContext http, UploadedFile file)
    {
        if (file.Created) return Answers.Created(http, file);
        Answers.Label(http, file);
        return TypedResults.Ok(file);
    }
}
