using System.Text.Json.Serialization;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Transfers;

/// <summary>
/// Takes what was offered into the caller's own drive, as moving it there does, with what others were granted on it. Only so does
/// anything get into a drive, and under its quota, whose owner let nobody in.
/// </summary>
public static class AcceptOffer
{
    /// <param name="ParentId">A folder of the caller's own drive; null is its root.</param>
    /// <param name="ItemName">Null: the name that it has.</param>
    public sealed record Command(long ItemId, long? ParentId, string? ItemName, NameConflict? OnConflict) : ICommand<Accepted>, IPlaced, IMoving, ILocking, IAudited<Accepted>
    {
        public Access Access => Access.ToFolder(ParentId, Level.Owner);
        public Access Moved => Access.ToOffered(ItemId);
        public Locks Locks => Locks.Move;
        public AuditEntry Audit(Accepted done) => new("move", ItemId, new { name = done.Item.ItemName, old_name = done.OldName, to = done.To, from_owner = done.FormerOwner, transfer = true });
    }

    public sealed record Accepted(Item Item, long To, long FormerOwner) : IAboutItem
    {
        [JsonIgnore]
        long IAboutItem.ItemId => Item.Id;

        internal string OldName { get; init; } = "";
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => Include(new PlacedValidator());
    }

    internal sealed class Handler(Db db, Admission admission, Moves moves, Caller caller) : IRequestHandler<Command, Accepted>
    {
        private sealed class Taken
        {
            public GrantLevel? KeepLevel { get; init; }
        }

        public async Task<Accepted> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Moved;
            var (oldName, name) = await moves.BeginAsync(command.ItemName, [admission.Target], Level.Owner, ct);

            // It may have been withdrawn, or made to somebody else, until the item was locked.
            var taken = await db.SingleAsync<Taken>("DELETE FROM ownership_offers WHERE item_id = @ItemId AND user_id = @CallerId RETURNING keep_level", new { command.ItemId }, ct);
            var accepted = await moves.EndAsync(name, command.OnConflict, keepPermissions: true, keepLinks: false, ct); // links are whom the former owner let in, unseen by the new one
            if (taken.KeepLevel is { } level) await KeepAsync(item, level, ct);

            // Each drive's event tells of its own folder only: neither owner may know the other's.
            db.AtCommit(EventRow.Of(new("move", item.Id, new
            {
                name = oldName, from = item.ParentId, to_owner = item.CallerId, keep_access = taken.KeepLevel?.ToString().ToLowerInvariant(), transfer = true,
            }), caller, item.DriveId, db.Now).Insert());
            return new(accepted, admission.Target.Id, item.OwnerId) { OldName = oldName };
        }

        private async Task KeepAsync(Target item, GrantLevel level, CancellationToken ct)
        {
            await db.ExecuteAsync(Keep, new { item.Id, item.OwnerId, Level = (short)level }, ct);
            db.AtCommit(EventRow.Of(new("permission_grant", item.Id, new { user_id = item.OwnerId, level = level.ToString().ToLowerInvariant(), transfer = true }), caller, admission.Target.DriveId, db.Now).Insert());
        }

        private const string Keep = """
            INSERT INTO permissions (item_id, user_id, level, granted_by, created_at) VALUES (@Id, @OwnerId, @Level, @CallerId, @Now)
            ON CONFLICT ON CONSTRAINT permission_of_user DO UPDATE SET level = excluded.level, expires_at = NULL
            """;
    }
}
