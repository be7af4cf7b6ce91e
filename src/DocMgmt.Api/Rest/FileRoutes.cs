using DocMgmt.Api.OpenApi;
using DocMgmt.Api.Tus;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>The contents of files, each in one request: up and down.</summary>
internal static class FileRoutes
{
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
        files.MapAnnouncedUploads();
        files.MapDownloadUrls();
        files.MapTus();

        files.MapGet("/{id:long}/download", DownloadAsync)
            .WithName("DownloadFile").WithSummary("Download a file, or one version of it, to be saved or (disposition=inline) shown.").AnswersContent(elsewhere: true)
            .Refuses(Problems.NotAFile, Problems.NoContent, Problems.PreconditionFailed, Problems.RangeNotSatisfiable(48_213), Problems.ContentDamaged);
        files.MapMethods("/{id:long}/download", [HttpMethods.Head], DownloadAsync)
            .WithName("DownloadFileHead").WithSummary("What a download would answer, without the content.").AnswersContent()
            .Refuses(Problems.NotAFile, Problems.NoContent, Problems.PreconditionFailed, Problems.ContentDamaged);
    }

    private static void MapUploads(RouteGroupBuilder files)
    {
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
    private static async Task<IResult> DownloadAsync(
        long id, long? version, string? disposition, string? filename, HttpContext http, Downloads downloads, DirectDownloads direct, CancellationToken ct)
    {
        var inline = Parameters.OneOf<Disposition>(disposition, "disposition") == Disposition.Inline;
        var saveAs = Parameters.ItemName(filename, "filename");
        // What is to be shown is not sent elsewhere: the store has no headers that keep it from acting as a site.
        var (content, bytes) = await downloads.FindAsync(id, version, found => ContentPlan.For(http.Request, found).Reveals(http.Request),
            found => !inline && direct.Has(found) && ContentRedirect.Suits(http.Request, ContentPlan.For(http.Request, found)), ct);
        var name = saveAs ?? content.ItemName;
        if (bytes is null) return new ContentRedirect(direct.Sign(content, ContentDisposition.Attachment(name), DirectStores.RedirectLife));
        return new ContentAnswer(content, bytes, inline && !ActiveTypes.Include(content.MimeType) ? ContentDisposition.Inline(name) : ContentDisposition.Attachment(name));
    }

    private static IResult Answer(HttpContext http, UploadedFile file)
    {
        if (file.Created) return Answers.Created(http, file);
        Answers.Label(http, file);
        return TypedResults.Ok(file);
    }
}
