using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>Which tags an item carries.</summary>
internal static class ItemTagRoutes
{
    /// <summary>One of the two.</summary>
    /// <param name="Tags">Names; those that are missing are made.</param>
    internal sealed record ItemTagsBody(IReadOnlyList<long>? TagIds = null, IReadOnlyList<string>? Tags = null);

    /// <summary>One of the two.</summary>
    internal sealed record ItemTagBody(long? TagId = null, string? Name = null);

    public static void MapItemTags(this IEndpointRouteBuilder v1)
    {
        var tags = v1.MapGroup("/items/{id:long}/tags").WithTags("Tags");

        tags.MapGet("", async (long id, IMediator mediator, CancellationToken ct) => TypedResults.Ok((await mediator.Send(new ListItemTags.Query(id), ct)).ToList()))
            .WithName(nameof(ListItemTags)).WithSummary("The tags that an item carries, by name.");

        var changes = tags.MapGroup("").Refuses(Problems.Forbidden, Problems.DriveRoot, Problems.PreconditionFailed, Problems.PreconditionRequired);

        changes.MapPut("", async (long id, ItemTagsBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new SetItemTags.Command(id, body.TagIds, body.Tags), ct)).Tags.ToList()))
            .WithName(nameof(SetItemTags)).WithSummary("Have an item carry these tags and no others: by tag_ids, or by names (tags), which are made where they are missing.")
            .Reads("If-Match").Refuses(Problems.TagUnknown, Problems.TooManyTags);

        changes.MapPost("", async (long id, ItemTagBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new AddItemTag.Command(id, body.TagId, body.Name), ct)).Tags.ToList()))
            .WithName(nameof(AddItemTag)).WithSummary("Put one more tag on an item: by tag_id, or by name, which is made where it is missing.")
            .Reads("If-Match").Refuses(Problems.TooManyTags, Problems.TooManyItemTags);

        changes.MapPut("/{tag_id:long}", async (long id, [FromRoute(Name = "tag_id")] long tagId, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new AddItemTag.Command(id, tagId, null), ct)).Tags.ToList()))
            .WithName("PutItemTag").WithSummary("Put one more tag on an item.")
            .Reads("If-Match").Refuses(Problems.TooManyItemTags);

        changes.MapDelete("/{tag_id:long}", async (long id, [FromRoute(Name = "tag_id")] long tagId, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new RemoveItemTag.Command(id, tagId), ct)).Tags.ToList()))
            .WithName(nameof(RemoveItemTag)).WithSummary("Take a tag off an item.").Reads("If-Match");
    }
}
