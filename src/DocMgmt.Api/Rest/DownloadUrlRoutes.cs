using DocMgmt.Api.Auth;
using DocMgmt.Api.Hosting;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>URLs by which contents are fetched without a token: from the store where that can be done, else from here.</summary>
internal static class DownloadUrlRoutes
{
    private const int UsualSeconds = 900;

    /// <param name="Version">A version's id; the current one unless said.</param>
    internal sealed record WantedFile(long ItemId, long? Version = null);

    /// <param name="Files">One to 1,000.</param>
    /// <param name="ExpiresIn">How long the URLs are good, in seconds: 1 to 3,600; 900 unless said.</param>
    internal sealed record UrlsBody(IReadOnlyList<WantedFile?> Files, int? ExpiresIn = null);

    /// <param name="Url">GET the content there, without a token; null: the problem says why.</param>
    internal sealed record FileUrl(
        long? ItemId, long? VersionId, string? Url, string? ItemName, string? MimeType, long? SizeBytes, string? Checksum, IReadOnlyDictionary<string, object?>? Problem);

    /// <param name="Urls">One for each file, in their order.</param>
    internal sealed record UrlsResponse(IReadOnlyList<FileUrl> Urls, DateTime ExpiresAt);

    public static void MapDownloadUrls(this RouteGroupBuilder files)
    {
        files.MapPost("/urls", async (
            UrlsBody body, HttpContext http, IMediator mediator, Caller caller, DirectDownloads direct, DownloadUrls urls, PublicAddress address, TimeProvider clock, CancellationToken ct) =>
        {
            if (body.Files.Count is 0 or > FindContents.Most) throw Problems.Invalid("files", "Choose one to 1,000 files.");
            if (body.Files.ToList().FindIndex(f => f is null) is >= 0 and var missing) throw Problems.Invalid($"files[{missing}]", "This must not be null.");
            var life = TimeSpan.FromSeconds(Parameters.Within(body.ExpiresIn, 1, (int)DirectStores.LongestDownloadLife.TotalSeconds, "expires_in") ?? UsualSeconds);
            var server = address.Of(http.Request);
            var expiresAt = clock.GetUtcNow().UtcDateTime + life;
            var found = await mediator.Send(new FindContents.Query([.. body.Files.Select(f => new FindContents.Wanted(f!.ItemId, f.Version))], life, direct.Has), ct);
            return TypedResults.Ok(new UrlsResponse([.. found.Select(f => f.Content is { } content
                ? new FileUrl(f.ItemId, content.VersionId, Url(f.ItemId, content), content.ItemName, content.MimeType, content.SizeBytes, content.Sha256.ToString(), null)
                : new(null, null, null, null, null, null, null, ProblemWriter.Document(f.Problem!, ProblemWriter.TraceId(http))))], expiresAt));

            string Url(long itemId, FindContent.Content content) => direct.Has(content)
                ? direct.Sign(content, ContentDisposition.Attachment(content.ItemName), life).AbsoluteUri
                : urls.For(new(itemId, content.VersionId, caller.UserId!.Value, caller.SessionId!.Value), life, server);
        }).WithName("GetDownloadUrls").WithSummary("Get URLs of up to 1,000 files at once, by which their contents are fetched without a token.").WithMetadata(new NotIdempotentAttribute());

        files.MapGet("/{id:long}/content", FetchAsync).WithName("FetchContent").WithSummary("Download a version by a URL that was asked for.").AllowAnonymous().AnswersContent()
            .Refuses(Problems.BadDownloadUrl, Problems.SessionEnded, Problems.RangeNotSatisfiable(48_213), Problems.PreconditionFailed, Problems.ContentDamaged);
        files.MapMethods("/{id:long}/content", [HttpMethods.Head], FetchAsync).WithName("FetchContentHead").WithSummary("What that would answer, without the content.").AllowAnonymous().AnswersContent()
            .Refuses(Problems.BadDownloadUrl, Problems.SessionEnded, Problems.PreconditionFailed, Problems.ContentDamaged);
    }

    private static async Task<ContentAnswer> FetchAsync(
        long id, long? version, long? user, string? session, string? expires, string? signature, HttpContext http, Caller caller, DownloadUrls urls, Downloads downloads, CancellationToken ct)
    {
        if (version is not { } versionId || user is not { } userId || !Guid.TryParseExact(session, "N", out var sessionId)
            || !urls.IsGood(new(id, versionId, userId, sessionId), expires, signature)) throw Problems.BadDownloadUrl;
        caller.SignIn(userId, sessionId);
        var (content, bytes) = await downloads.OpenAsync(id, versionId, found => ContentPlan.For(http.Request, found).Reveals(http.Request), ct);
        return new(content, bytes, ContentDisposition.Attachment(content.ItemName));
    }
}
