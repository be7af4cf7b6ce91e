using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Versions;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>What a file was before.</summary>
internal static class VersionRoutes
{
    /// <param name="KeepForever">Null: as it is.</param>
    internal sealed record VersionBody(bool? KeepForever = null)
    {
        /// <summary>Left out: as it is; null takes it away.</summary>
        public Optional<string?> Label { get; init; }
    }

    public static void MapVersions(this IEndpointRouteBuilder v1)
    {
        var versions = v1.MapGroup("/items/{id:long}/versions").WithTags("Versions");

        versions.MapGet("", async (long id, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(new ListVersions.Query(id, page.Page, page.PageSize, page.Cursor), ct)))
            .WithName(nameof(ListVersions)).WithSummary("The versions of a file, the newest first.").Produces<Paged<FileVersion>>();

        versions.MapGet("/{version_id:long}", async (long id, [FromRoute(Name = "version_id")] long versionId, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new GetVersion.Query(id, versionId), ct)))
            .WithName(nameof(GetVersion)).WithSummary("One version of a file.");

        versions.MapPost("/{version_id:long}/restore", async (long id, [FromRoute(Name = "version_id")] long versionId, IMediator mediator, CancellationToken ct) =>
        {
            var done = await mediator.Send(new RestoreVersion.Command(id, versionId), ct);
            return TypedResults.Created($"/v1/items/{id}/versions/{done.Version.Id}", done.Version);
        }).WithName(nameof(RestoreVersion)).WithSummary("Make a former version current again: a new version with the same content.")
            .Reads("If-Match").Refuses(Problems.Forbidden, Problems.VersionIsCurrent, Problems.QuotaExceeded(1_000), Problems.ContentDamaged, Problems.PreconditionFailed, Problems.PreconditionRequired);

        versions.MapPatch("/{version_id:long}", async (long id, [FromRoute(Name = "version_id")] long versionId, VersionBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new UpdateVersion.Command(id, versionId, body.Label.IsSet, body.Label.Value, body.KeepForever), ct)))
            .WithName(nameof(UpdateVersion)).WithSummary("Label a version, or keep it whatever is deleted around it.")
            .Reads("If-Match").Refuses(Problems.Forbidden, Problems.PreconditionFailed, Problems.PreconditionRequired);

        versions.MapDelete("/{version_id:long}", async (long id, [FromRoute(Name = "version_id")] long versionId, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteVersion.Command(id, versionId), ct);
            return TypedResults.Ok(SuccessResponse.Of("The version is gone for good."));
        }).WithName(nameof(DeleteVersion)).WithSummary("Delete a former version for good.")
            .Reads("If-Match").Refuses(Problems.Forbidden, Problems.VersionIsCurrent, Problems.VersionIsKept, Problems.PreconditionFailed, Problems.PreconditionRequired);
    }
}
