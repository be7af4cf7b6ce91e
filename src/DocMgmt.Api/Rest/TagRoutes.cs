using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>The tags of drives.</summary>
internal static class TagRoutes
{
    /// <param name="Color">#rrggbb; null: none.</param>
    internal sealed record NewTagBody(string Name, string? Color = null);

    /// <param name="Name">Null: as it is.</param>
    internal sealed record TagBody(string? Name = null)
    {
        /// <summary>Left out: as it is; null takes it away.</summary>
        public Optional<string?> Color { get; init; }
    }

    /// <param name="Into">The tag that stays.</param>
    internal sealed record MergeBody(long Into);

    public static void MapTags(this IEndpointRouteBuilder v1)
    {
        var tags = v1.MapGroup("/tags").WithTags("Tags");

        tags.MapGet("", async (string? prefix, int? limit, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new ListTags.Query(prefix, limit), ct)).ToList()))
            .WithName(nameof(ListTags)).WithSummary("The tags of your drive and on what others share with you, the most used first; to complete what somebody types.");

        tags.MapPost("", async (NewTagBody body, IMediator mediator, CancellationToken ct) =>
        {
            var tag = await mediator.Send(new CreateTag.Command(body.Name, body.Color), ct);
            return TypedResults.Created($"/v1/tags/{tag.Id}", tag);
        }).WithName(nameof(CreateTag)).WithSummary("Make a tag in your drive.").Refuses(Problems.TagNameTaken, Problems.TooManyTags);

        tags.MapGet("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetTag.Query(id), ct)))
            .WithName(nameof(GetTag)).WithSummary("One tag that you see.");

        tags.MapPatch("/{id:long}", async (long id, TagBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new UpdateTag.Command(id, body.Name, body.Color.IsSet, body.Color.Value), ct)).Tag))
            .WithName(nameof(UpdateTag)).WithSummary("Give a tag of your drive another name or colour, wherever it is.").Refuses(Problems.Forbidden, Problems.TagNameTaken);

        tags.MapPost("/{id:long}/merge", async (long id, MergeBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok((await mediator.Send(new MergeTags.Command(id, body.Into), ct)).Tag))
            .WithName(nameof(MergeTags)).WithSummary("Put another tag of your drive in the place of a tag, wherever it is.").Refuses(Problems.Forbidden, Problems.TagUnknown);

        tags.MapDelete("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteTag.Command(id), ct);
            return TypedResults.Ok(SuccessResponse.Of("The tag is gone, wherever it was."));
        }).WithName(nameof(DeleteTag)).WithSummary("Delete a tag of your drive, and take it off all items.").Refuses(Problems.Forbidden);
    }
}
