using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>Who else may do what.</summary>
internal static class PermissionRoutes
{
    /// <param name="UserId">Exactly one of user, group and e-mail.</param>
    /// <param name="ExpiresAt">Null: it has no end.</param>
    internal sealed record GrantBody(GrantLevel PermissionType, long? UserId = null, long? GroupId = null, string? Email = null, DateTimeOffset? ExpiresAt = null);

    /// <param name="PermissionType">Null: as it is.</param>
    internal sealed record ChangeBody(GrantLevel? PermissionType = null)
    {
        /// <summary>Left out: as it is; null: it has no end.</summary>
        public Optional<DateTimeOffset?> ExpiresAt { get; init; }
    }

    public static void MapPermissions(this IEndpointRouteBuilder v1)
    {
        var permissions = v1.MapGroup("/items/{id:long}/permissions").WithTags("Permissions").Refuses(Problems.Forbidden);

        permissions.MapGet("", async (long id, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new ListPermissions.Query(id), ct)).ToList()))
            .WithName(nameof(ListPermissions)).WithSummary("The grants on an item itself.");

        permissions.MapPost("", async (long id, GrantBody body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(new GrantPermission.Command(id, body.UserId, body.GroupId, body.Email, body.PermissionType, body.ExpiresAt), ct);
            return TypedResults.Created($"/v1/items/{id}/permissions/{made.Id}", made);
        }).WithName(nameof(GrantPermission)).WithSummary("Grant a level on an item and all below it, or change the grant that is there.")
            .Reads("If-Match").Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired, Problems.GrantOutlastsOwn(new(2026, 12, 31, 0, 0, 0, DateTimeKind.Utc)), Problems.RootNotShared, Problems.GranteeIsOwner, Problems.UserUnknown, Problems.GroupUnknown, Problems.TooManyAttempts(TimeSpan.FromMinutes(10)));

        permissions.MapPatch("/{permission_id:long}", async (
            long id, [FromRoute(Name = "permission_id")] long permissionId, ChangeBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(
                new ChangePermission.Command(id, permissionId, body.PermissionType, body.ExpiresAt.IsSet, body.ExpiresAt.Value), ct)))
            .WithName(nameof(ChangePermission)).WithSummary("Change a grant's level, its end or both.")
            .Reads("If-Match").Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired, Problems.GrantOutlastsOwn(new(2026, 12, 31, 0, 0, 0, DateTimeKind.Utc)));

        permissions.MapDelete("/{permission_id:long}", async (
            long id, [FromRoute(Name = "permission_id")] long permissionId, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RevokePermission.Command(id, permissionId), ct);
            return TypedResults.Ok(SuccessResponse.Of("The grant is gone."));
        }).WithName(nameof(RevokePermission)).WithSummary("Take a grant away, or give back your own.")
            .Reads("If-Match").Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired);

        v1.MapGet("/items/{id:long}/access", async (long id, [FromQuery(Name = "user_id")] long? userId, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new ExplainAccess.Query(id, userId), ct)))
            .WithTags("Permissions").WithName(nameof(ExplainAccess)).WithSummary("What you, or another user, may do with an item, and why.").Refuses(Problems.Forbidden);

        v1.MapGet("/shared-with-me", async ([AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(new ListShared.Query(page.Page, page.PageSize, page.Cursor), ct)))
            .WithTags("Permissions").WithName(nameof(ListShared)).WithSummary("What others granted to you or to a group of yours.").Produces<Paged<SharedItem>>();
    }
}
