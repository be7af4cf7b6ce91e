using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>Gives a folder a policy of its own, or another one. When it is answered nothing is pruned by the former one any more.</summary>
public static class SetVersionPolicy
{
    public sealed record Command(long ItemId, int? KeepNewest, int? KeepDailyDays)
        : ICommand<PolicyChange>, ILocking, IKeeping, IAudited<PolicyChange>
    {
        public Access Access => Access.ToFolder(ItemId, Level.Admin);
        public Locks Locks => Locks.DriveAlone | Locks.Item;
        public AuditEntry Audit(PolicyChange done) =>
            new("update", ItemId, new { version_policy = new { keep_newest = KeepNewest, keep_daily_days = KeepDailyDays } });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            Include(new KeepingValidator());
            RuleFor(c => c.KeepNewest).NotNull().When(c => c.KeepDailyDays is null)
                .WithMessage("Say what to keep: keep_newest, keep_daily_days or both.");
        }
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, PolicyChange>
    {
        public async Task<PolicyChange> Handle(Command command, CancellationToken ct)
        {
            await db.ExecuteAsync("""
                INSERT INTO version_policies (folder_id, keep_newest, keep_daily_days, set_by, updated_at)
                VALUES (@ItemId, @KeepNewest, @KeepDailyDays, @CallerId, @Now)
                ON CONFLICT (folder_id) DO UPDATE
                SET keep_newest = excluded.keep_newest, keep_daily_days = excluded.keep_daily_days,
                    set_by = excluded.set_by, updated_at = excluded.updated_at
                """, command, ct);
            var policy = new VersionPolicy
            {
                FolderId = command.ItemId, KeepNewest = command.KeepNewest, KeepDailyDays = command.KeepDailyDays, UpdatedAt = db.Now,
            };
            return new(command.ItemId, policy, Changed: true);
        }
    }
}
