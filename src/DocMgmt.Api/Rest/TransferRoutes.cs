using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Transfers;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>How an item becomes somebody else's own: its owner offers it, the other accepts.</summary>
internal static class TransferRoutes
{
    /// <param name="UserId">One of user and e-mail.</param>
    /// <param name="KeepAccess">What the former owner keeps on it: write unless said; null: nothing.</param>
    internal sealed record OfferBody(long? UserId = null, string? Email = null, GrantLevel? KeepAccess = GrantLevel.Write);

    /// <param name="ParentId">A folder of the caller's own drive; null is its root.</param>
    /// <param name="ItemName">Null: the name that it has.</param>
    internal sealed record AcceptBody(long? ParentId = null, string? ItemName = null, NameConflict? OnConflict = null);

    public static void MapTransfers(this IEndpointRouteBuilder v1)
    {
        var transfer = v1.MapGroup("/items/{id:long}/transfer").WithTags("Transfers");

        transfer.MapPost("", async (long id, OfferBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Created("/v1/transfers", await mediator.Send(new OfferOwnership.Command(id, body.UserId, body.Email, body.KeepAccess), ct)))
            .WithName(nameof(OfferOwnership)).WithSummary("Offer an item of yours, with all below it, to somebody to own, for 14 days. It replaces the offer that there is.")
            .Reads("If-Match").Refuses(Problems.Forbidden, Problems.DriveRoot, Problems.GranteeIsOwner, Problems.UserUnknown, Problems.TooManyOffers, Problems.TooManyAttempts(TimeSpan.FromMinutes(10)),
                Problems.PreconditionFailed, Problems.PreconditionRequired);

        transfer.MapDelete("", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new WithdrawOffer.Command(id), ct);
            return TypedResults.Ok(SuccessResponse.Of("The offer is gone."));
        }).WithName(nameof(WithdrawOffer)).WithSummary("Withdraw the offer that you made, or decline the one made to you.")
            .Reads("If-Match").Refuses(Problems.PreconditionFailed, Problems.PreconditionRequired);

        transfer.MapPost("/accept", async (long id, AcceptBody? body, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var done = await mediator.Send(new AcceptOffer.Command(id, body?.ParentId, body?.ItemName, body?.OnConflict), ct);
            Answers.Label(http, done.Item);
            return TypedResults.Ok(done.Item);
        }).WithName(nameof(AcceptOffer)).WithSummary("Make what was offered to you your own: it goes into your drive, with what others may do with it.")
            .Reads("If-Match").Refuses(Problems.ItemNameTaken, Problems.TooDeep, Problems.QuotaExceeded(1_000), Problems.TooManyItems(MoveItem.MostItems),
                Problems.TooManyTags, Problems.PreconditionFailed, Problems.PreconditionRequired);

        v1.MapGet("/transfers", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok((await mediator.Send(new ListOffers.Query(), ct)).ToList()))
            .WithTags("Transfers").WithName(nameof(ListOffers)).WithSummary("The open offers made to you and by you, the last first.");
    }
}
