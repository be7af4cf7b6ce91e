using DocMgmt.Drive.Database;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Transfers;

/// <summary>Offers somebody to make an item, with everything below it, their own. An item has one offer: a new one replaces it.</summary>
public static class OfferOwnership
{
    /// <summary>One of user and e-mail.</summary>
    public sealed record Command(long ItemId, long? UserId, string? Email, GrantLevel? KeepAccess) : ICommand<Offer>, ILocking, INamesUser, IAudited<Offer>
    {
        public Access Access => Access.To(ItemId, Level.Owner);
        public Locks Locks => Locks.Folder | Locks.Item;
        public bool NamesUser => true;

        public AuditEntry Audit(Offer done) =>
            new("transfer_offer", ItemId, new { user_id = done.To.Id, keep_access = KeepAccess?.ToString().ToLowerInvariant(), expires_at = done.ExpiresAt });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.UserId).Must((c, _) => c.UserId is null != c.Email is null).WithMessage("Send one of user_id and email.");
            RuleFor(c => c.Email!).AccountEmail().When(c => c.Email is not null);
            RuleFor(c => c.KeepAccess).IsInEnum();
        }
    }

    internal sealed class Handler(Db db, Admission admission, NamedUsers users) : IRequestHandler<Command, Offer>
    {
        public async Task<Offer> Handle(Command command, CancellationToken ct)
        {
            if (admission.Target.IsRoot) throw Problems.DriveRoot;
            var userId = await users.FindAsync(command.UserId, command.Email, ct);
            if (userId == admission.Target.OwnerId) throw Problems.GranteeIsOwner;

            var parameters = new { command.ItemId, userId, KeepLevel = (short?)command.KeepAccess, ExpiresAt = db.Now + Offer.Life, OfferRow.MostCounted, Offer.MostOpen };
            var offered = await db.ExecuteAsync($"""
                INSERT INTO ownership_offers (item_id, user_id, offered_by, keep_level, created_at, expires_at)
                SELECT @ItemId, @UserId, @CallerId, CAST(@KeepLevel AS smallint), @Now, @ExpiresAt
                WHERE (SELECT count(*) FROM ({OfferRow.Open} AND o.offered_by = @CallerId AND o.item_id <> @ItemId) y) < @MostOpen
                ON CONFLICT (item_id) DO UPDATE
                SET user_id = excluded.user_id, offered_by = excluded.offered_by, keep_level = excluded.keep_level,
                    created_at = excluded.created_at, expires_at = excluded.expires_at
                """, parameters, ct);
            if (offered == 0) throw Problems.TooManyOffers;
            var made = await db.SingleAsync<OfferRow>($"""
                SELECT {OfferRow.Columns}, {OfferRow.Size} AS size_bytes FROM ({OfferRow.Open} AND o.item_id = @ItemId) x {OfferRow.Names}
                """, parameters, ct);
            return made.Shown;
        }
    }
}
