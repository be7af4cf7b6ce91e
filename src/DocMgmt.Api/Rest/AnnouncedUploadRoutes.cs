using DocMgmt.Api.Auth;
using DocMgmt.Api.Hosting;
using DocMgmt.Api.OpenApi;
using DocMgmt.Blobs;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>Announced uploads: their bytes are sent to URLs of their own, of this service or of the store, and then they are completed.</summary>
internal static class AnnouncedUploadRoutes
{
    // What initiate hands out at once, and what one asks for at most.
    private const int FirstParts = 100, MostParts = 1_000;

    internal sealed record InitiateBody(
        string ItemName, long SizeBytes, long? ParentId = null, string? MimeType = null, Sha256Hash? Checksum = null, OnConflict? OnConflict = null);

    /// <param name="UploadUrl">PUT the bytes there, without a token; null when none are needed, or they come in parts.</param>
    /// <param name="UploadHeaders">What to send along with them, name by name.</param>
    /// <param name="Parts">Where to PUT each part, where the bytes come in parts: the first of them.</param>
    /// <param name="ExpiresAt">Of upload_url, or of those of the parts.</param>
    /// <param name="Possession">A way to prove that one has the bytes instead of sending them; null where it is not offered.</param>
    internal sealed record InitiateResponse(
        long ItemId, long VersionId, string? UploadUrl, IReadOnlyDictionary<string, string> UploadHeaders, IReadOnlyList<UploadPart>? Parts, bool Deduplicated, DateTime? ExpiresAt, Possession? Possession, string Message);

    /// <param name="Proof">In place of bytes: SHA-256 over the possession's nonce, then its ranges' bytes, in order.</param>
    /// <param name="Parts">Of an upload in parts, each with the ETag that the store answered to it.</param>
    internal sealed record CompleteBody(long VersionId, Sha256Hash? Proof = null, IReadOnlyList<SentPartBody>? Parts = null);

    /// <param name="Etag">As the store answered.</param>
    internal sealed record SentPartBody(int Number, string Etag);

    /// <param name="Number">From 1.</param>
    /// <param name="Size">In bytes; the URL takes no other length.</param>
    internal sealed record UploadPart(int Number, string Url, long Size);

    /// <param name="UploadHeaders">What to send along with each part, name by name.</param>
    /// <param name="PartCount">Of all, not only of those that are here.</param>
    /// <param name="ExpiresAt">Of the URLs.</param>
    internal sealed record UploadPartsResponse(IReadOnlyList<UploadPart> Parts, int PartCount, IReadOnlyDictionary<string, string> UploadHeaders, DateTime ExpiresAt);

    private const int LongestTag = 200;
    private static readonly Dictionary<string, string> NoHeaders = [];

    private sealed record Places(IReadOnlyList<UploadPart> Parts, int PartCount, bool InParts, IReadOnlyDictionary<string, string> Headers, DateTime ExpiresAt);

    public static void MapAnnouncedUploads(this RouteGroupBuilder files)
    {
        files.MapPost("/upload/initiate", InitiateAsync).WithName(nameof(InitiateUpload)).WithSummary("Announce an upload; content that you can read already needs no bytes.")
            .Reads("If-Match", "If-None-Match")
            .Refuses(Problems.ItemNameTaken, Problems.QuotaExceeded(1_000), Problems.TooLarge(1_000_000_000), Problems.TypeNotAllowed("video/mp4"), Problems.PreconditionFailed, Problems.PreconditionRequired);

        files.MapGet("/upload/{version_id:long}/parts", PartsAsync)
            .WithName("GetUploadParts").WithSummary("Get URLs for parts of an announced upload, also in the place of those whose hour is over.").Refuses(Problems.UploadCompleted);

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
            TypedResults.Ok(await uploads.CompleteAsync(body.VersionId, body.Proof, Sent(body.Parts), ct)))
            .WithName(nameof(CompleteUpload)).WithSummary("Make the version whose bytes were sent.").Reads("If-Match", "If-None-Match")
            .Refuses(Problems.Forbidden, Problems.QuotaExceeded(1_000), Problems.ItemNameTaken, Problems.ParentTrashed, Problems.UploadIncomplete, Problems.ProofFailed, Problems.SizeMismatch(1_000, 900), Problems.ChecksumMismatch, Problems.TypeNotAllowed("video/mp4"), Problems.PreconditionFailed, Problems.PreconditionRequired);

        files.MapDelete("/upload/{version_id:long}", async ([FromRoute(Name = "version_id")] long versionId, Uploads uploads, CancellationToken ct) =>
        {
            await uploads.AbandonAsync(versionId, ct);
            return TypedResults.Ok(SuccessResponse.Of("The upload was given up."));
        }).WithName("AbandonUpload").WithSummary("Give a pending upload up.").Refuses(Problems.UploadCompleted);
    }

    private static async Task<Created<InitiateResponse>> InitiateAsync(
        InitiateBody body, HttpContext http, IMediator mediator, UploadUrls urls, PublicAddress address, DirectUploads direct, CancellationToken ct)
    {
        var server = address.Of(http.Request);
        var done = await mediator.Send(new InitiateUpload.Command(body.ItemName, body.ParentId, body.SizeBytes, body.MimeType, body.Checksum, body.OnConflict), ct);
        var places = done.Deduplicated ? null
            : direct.IsOn ? Of(await direct.PlacesAsync(done.VersionId, 1, FirstParts, ct), done.VersionId, server, urls)
            : Through(done.VersionId, body.SizeBytes, server, urls);
        return TypedResults.Created($"/v1/items/{done.ItemId}", new InitiateResponse(done.ItemId, done.VersionId, places is { InParts: false } ? places.Parts[0].Url : null,
            places?.Headers ?? NoHeaders, places is { InParts: true } ? places.Parts : null, done.Deduplicated, places?.ExpiresAt, done.Possession, places switch
            {
                null => "You have this content already: the version was made at once.",
                { InParts: true } => "PUT each part to its url, then complete the upload with their numbers and ETags.",
                _ => "PUT the bytes to upload_url, with upload_headers, then complete the upload.",
            }));
    }

    /// <param name="first">The number of the first one; 1 if left out.</param>
    /// <param name="count">How many, up to 1,000; 100 if left out.</param>
    private static async Task<Ok<UploadPartsResponse>> PartsAsync(
        [FromRoute(Name = "version_id")] long versionId, int? first, int? count, HttpContext http, UploadUrls urls, PublicAddress address, DirectUploads direct, CancellationToken ct)
    {
        var (from, most) = (Parameters.Within(first, 1, DirectPlace.MostParts, "first") ?? 1, Parameters.Within(count, 1, MostParts, "count") ?? FirstParts);
        var places = Of(await direct.PlacesAsync(versionId, from, most, ct), versionId, address.Of(http.Request), urls);
        return TypedResults.Ok(new UploadPartsResponse(places.Parts, places.PartCount, places.Headers, places.ExpiresAt));
    }

    private static List<SentPart>? Sent(IReadOnlyList<SentPartBody>? parts)
    {
        if (parts is null) return null;
        var wrong = Enumerable.Range(0, parts.Count).Where(i => parts[i]?.Number is null or < 1 or > DirectPlace.MostParts || parts[i].Etag is not { Length: > 0 and <= LongestTag }).ToList();
        if (wrong.Count > 0) throw Problems.Invalid($"parts[{wrong[0]}]", $"Say a number from 1 to {DirectPlace.MostParts} and the ETag that the store answered.");
        if (parts.DistinctBy(p => p.Number).Count() < parts.Count) throw Problems.Invalid("parts", "Each number comes once.");
        return [.. parts.Select(p => new SentPart(p.Number, p.Etag))];
    }

    private static Places Of(UploadPlaces places, long versionId, string server, UploadUrls urls) => places.Parts is not { } parts
        ? Through(versionId, places.SizeBytes, server, urls)
        : new([.. parts.Select(p => new UploadPart(p.Number, p.Url.AbsoluteUri, p.Length))], places.PartCount, places.InParts, parts is [var one, ..] ? one.Headers : NoHeaders, places.ExpiresAt);

    /// <summary>The bytes come through this service, and whole.</summary>
    private static Places Through(long versionId, long sizeBytes, string server, UploadUrls urls)
    {
        var (url, expiresAt) = urls.For(versionId, server);
        return new([new(1, url, sizeBytes)], 1, false, NoHeaders, expiresAt);
    }
}
