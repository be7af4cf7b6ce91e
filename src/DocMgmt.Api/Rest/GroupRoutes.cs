using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Groups;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>Groups of users, and who is in them.</summary>
internal static class GroupRoutes
{
    internal sealed record NewGroupBody(string Name);

    /// <summary>What is left out stays as it is.</summary>
    internal sealed record GroupBody(string? Name = null, long? OwnerId = null);

    /// <summary>One of user and e-mail.</summary>
    internal sealed record NewMemberBody(long? UserId = null, string? Email = null, bool? IsManager = null);

    internal sealed record MemberBody(bool IsManager);

    public static void MapGroups(this IEndpointRouteBuilder v1)
    {
        var groups = v1.MapGroup("/groups").WithTags("Groups");

        groups.MapPost("", async (NewGroupBody body, IMediator mediator, CancellationToken ct) =>
        {
            var group = await mediator.Send(new CreateGroup.Command(body.Name), ct);
            return TypedResults.Created($"/v1/groups/{group.Id}", group);
        }).WithName(nameof(CreateGroup)).WithSummary("Make a group of your own.").Refuses(Problems.TooManyGroups);

        groups.MapGet("", async ([AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(new ListGroups.Query(page.Page, page.PageSize, page.Cursor), ct)))
            .WithName(nameof(ListGroups)).WithSummary("The groups that you are in, by name.").Produces<Paged<Group>>();

        groups.MapGet("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetGroup.Query(id), ct)))
            .WithName(nameof(GetGroup)).WithSummary("One group that you are in.");

        groups.MapPatch("/{id:long}", async (long id, GroupBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new UpdateGroup.Command(id, body.Name, body.OwnerId), ct)))
            .WithName(nameof(UpdateGroup)).WithSummary("Give a group another name, or to another member.").Refuses(Problems.Forbidden, Problems.NotAMember, Problems.TooManyGroups);

        groups.MapDelete("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteGroup.Command(id), ct);
            return TypedResults.Ok(SuccessResponse.Of("The group is gone, and what was granted to it."));
        }).WithName(nameof(DeleteGroup)).WithSummary("Delete a group, and what was granted to it.").Refuses(Problems.Forbidden);

        var members = groups.MapGroup("/{id:long}/members");

        members.MapGet("", async (long id, [AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(new ListMembers.Query(id, page.Page, page.PageSize, page.Cursor), ct)))
            .WithName(nameof(ListMembers)).WithSummary("Who is in a group, the oldest account first.").Produces<Paged<Member>>();

        members.MapPost("", async (long id, NewMemberBody body, IMediator mediator, CancellationToken ct) =>
        {
            var member = await mediator.Send(new AddMember.Command(id, body.UserId, body.Email, body.IsManager), ct);
            return TypedResults.Created($"/v1/groups/{id}/members/{member.UserId}", member);
        }).WithName(nameof(AddMember)).WithSummary("Take somebody into a group, by id or e-mail address.")
            .Refuses(Problems.Forbidden, Problems.UserUnknown, Problems.GroupFull, Problems.GroupOwnerStays, Problems.TooManyAttempts(TimeSpan.FromMinutes(10)));

        members.MapPatch("/{user_id:long}", async (long id, [FromRoute(Name = "user_id")] long userId, MemberBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new SetManager.Command(id, userId, body.IsManager), ct)))
            .WithName(nameof(SetManager)).WithSummary("Make a member a manager, or a manager a plain member.").Refuses(Problems.Forbidden, Problems.GroupOwnerStays);

        members.MapDelete("/{user_id:long}", async (long id, [FromRoute(Name = "user_id")] long userId, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RemoveMember.Command(id, userId), ct);
            return TypedResults.Ok(SuccessResponse.Of("They are not in the group any more."));
        }).WithName(nameof(RemoveMember)).WithSummary("Take somebody out of a group, or leave it.").Refuses(Problems.Forbidden, Problems.GroupOwnerStays);
    }
}
