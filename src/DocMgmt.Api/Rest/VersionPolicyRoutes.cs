using DocMgmt.Api.Auth;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Versions;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>Which former versions a folder keeps.</summary>
internal static class VersionPolicyRoutes
{
    /// <param name="KeepNewest">So many of a file's newest versions, the current one included.</param>
    /// <param name="KeepDailyDays">The last version of each of so many days by UTC, today included.</param>
    internal sealed record PolicyBody(int? KeepNewest = null, int? KeepDailyDays = null);

    public static void MapVersionPolicies(this IEndpointRouteBuilder v1)
    {
        var policy = v1.MapGroup("/items/{id:long}/version-policy").WithTags("Versions").Refuses(Problems.Forbidden, Problems.ParentNotAFolder);

        policy.MapGet("", async (long id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetVersionPolicy.Query(id), ct)))
            .WithName(nameof(GetVersionPolicy)).WithSummary("Which versions are kept in a folder and below: by its own policy or the nearest above. None: all are.");

        policy.MapPut("", async (long id, PolicyBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new SetVersionPolicy.Command(id, body.KeepNewest, body.KeepDailyDays), ct)).Policy))
            .WithName(nameof(SetVersionPolicy)).WithSummary("Say which former versions are kept; others are deleted for good, every night. Try it with dry-run first.")
            .Reads("If-Match").Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired);

        policy.MapDelete("", async (long id, IMediator mediator, CancellationToken ct) => TypedResults.Ok((await mediator.Send(new RemoveVersionPolicy.Command(id), ct)).Policy))
            .WithName(nameof(RemoveVersionPolicy)).WithSummary("Take the folder's own policy away; answers what holds then.")
            .Reads("If-Match").Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired);

        policy.MapPost("/dry-run", async (long id, PolicyBody? body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new TryVersionPolicy.Query(id, body?.KeepNewest, body?.KeepDailyDays), ct)))
            .WithName(nameof(TryVersionPolicy)).WithSummary("What the next run would delete here and below by that policy, or, without one, by the policy in effect. Changes nothing.")
            .WithMetadata(new NotIdempotentAttribute());
    }
}
