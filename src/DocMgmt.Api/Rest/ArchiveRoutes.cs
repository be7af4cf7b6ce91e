using DocMgmt.Api.Auth;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Archives;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.Rest;

/// <summary>Many files in one download.</summary>
internal static class ArchiveRoutes
{
    /// <param name="ItemIds">One to 1,000 files and folders, each once.</param>
    /// <param name="Format">Null: zip.</param>
    /// <param name="Name">What to save it as; null: as its one item is called, or DocMgmt.</param>
    internal sealed record ArchiveBody(IReadOnlyList<long> ItemIds, ArchiveFormat? Format = null, string? Name = null);

    public static void MapArchives(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/items/{id:long}/archive", OfItemAsync).WithTags("Archives").WithName("ArchiveItem")
            .WithSummary("Download a folder with all that is below it, or a file, as an archive; what can't be read is named in its ERRORS.txt.").AnswersArchive();
        v1.MapMethods("/items/{id:long}/archive", [HttpMethods.Head], OfItemAsync).WithTags("Archives").WithName("ArchiveItemHead")
            .WithSummary("What an archive would answer, without the archive.").AnswersArchive();

        v1.MapPost("/archive", async (ArchiveBody body, Archiver archiver, CancellationToken ct) => new ArchiveAnswer(
            await archiver.OpenAsync(body.ItemIds, body.Format ?? ArchiveFormat.Zip, Parameters.ItemName(body.Name, "name"), sends: true, ct)))
            .WithTags("Archives").WithName("ArchiveItems").WithSummary("Download several files and folders as one archive; of equal names all but the first get a number.")
            .WithMetadata(new NotIdempotentAttribute()).AnswersArchive().Refuses(Problems.NotFound);
    }

    private static async Task<ArchiveAnswer> OfItemAsync(long id, string? format, HttpRequest request, Archiver archiver, CancellationToken ct) => new(await archiver.OpenAsync(
        [id], Parameters.OneOf<ArchiveFormat>(format, "format") ?? ArchiveFormat.Zip, name: null, sends: !HttpMethods.IsHead(request.Method), ct));
}
