using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>Opens an item to whoever has the token that this draws.</summary>
public static class CreateShareLink
{
    private const int MostLinks = 1_000;

    public sealed record Command(long ItemId, LinkLevel PermissionType, LinkTerms Terms, string? PasswordHash)
        : ICommand<ShareLink>, ILocking, IFingerprinted, IAudited<ShareLink>
    {
        /// <inheritdoc cref="Users.NewAccount.Password"/>
        internal string? Password { get; init; }

        public Access Access => Access.To(ItemId, Level.Admin);
        public Locks Locks => Locks.Folder | Locks.Item;
        public object Fingerprint => new { ItemId, PermissionType, Terms, Password };
        public AuditEntry Audit(ShareLink done) => done.Event("share");
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.PermissionType).IsInEnum();
            RuleFor(c => c.Terms).SetValidator(new LinkTerms.Validator()).OverridePropertyName("");
        }
    }

    internal sealed class Handler(Db db, Admission admission) : IRequestHandler<Command, ShareLink>
    {
        // The item's row is locked: nobody else adds a link meanwhile.
        public async Task<ShareLink> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Target;
            if (item.IsRoot) throw Problems.RootNotShared;
            if (command.PermissionType == LinkLevel.Write && item.Type != "folder") throw Problems.DropNeedsFolder;
            var count = await db.SingleAsync<long>("SELECT count(*) FROM share_links WHERE item_id = @ItemId AND revoked_at IS NULL", new { command.ItemId }, ct);
            if (count >= MostLinks) throw Problems.TooManyLinks;
            var parameters = new Dapper.DynamicParameters(command.Terms.Values(db.Now));
            parameters.AddDynamicParams(new { command.ItemId, command.PasswordHash, item.DriveId, Level = (int)command.PermissionType, Token = Guid.NewGuid() });
            var id = await db.SingleAsync<long>("""
                INSERT INTO share_links (token, item_id, drive_id, level, created_by, created_at, label, password_hash, expires_at, allow_download, max_downloads,
                    max_uploads, max_upload_bytes, allowed_types)
                VALUES (@Token, @ItemId, @DriveId, @Level, @CallerId, @Now, @Label, @PasswordHash, @ExpiresAt, @AllowDownload, @MaxDownloads,
                    @MaxUploads, @MaxUploadBytes, @AllowedTypes)
                RETURNING id
                """, parameters, ct);
            return await db.SingleAsync<ShareLink>(ShareLink.Shown, new { LinkId = id, command.ItemId }, ct);
        }
    }
}
