using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Transfers;

/// <summary>Ends an offer: who made it withdraws it, whom it was made to declines it.</summary>
public static class WithdrawOffer
{
    public sealed record Command(long ItemId) : ICommand<Withdrawn>, ILocking, IAudited<Withdrawn>
    {
        public Access Access => Access.ToOfferOf(ItemId);
        public Locks Locks => Locks.Folder | Locks.Item;
        public AuditEntry Audit(Withdrawn done) => new("transfer_withdraw", ItemId, new { user_id = done.UserId, declined = done.Declined });
    }

    /// <summary>Not about the item, which who declined it may not see: a replay is answered all the same.</summary>
    /// <param name="UserId">Whom it was made to.</param>
    public sealed record Withdrawn(long UserId, bool Declined);

    internal sealed class Handler(Db db) : IRequestHandler<Command, Withdrawn>
    {
        // The item's row is locked: it is the offer that the caller was admitted to.
        public Task<Withdrawn> Handle(Command command, CancellationToken ct) => db.SingleAsync<Withdrawn>(
            "DELETE FROM ownership_offers WHERE item_id = @ItemId RETURNING user_id, user_id = @CallerId AS declined", command, ct);
    }
}
