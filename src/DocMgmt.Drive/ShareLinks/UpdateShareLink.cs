using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>Changes what a link allows. Another password ends what the one before unlocked; whom a link lets in is judged by what it says then.</summary>
public static class UpdateShareLink
{
    /// <param name="Sets">The columns that are to be as in <paramref name="Terms"/>; all others stay.</param>
    public sealed record Command(long ItemId, long LinkId, LinkTerms Terms, string? PasswordHash, IReadOnlyList<string> Sets)
        : ICommand<ShareLink>, ILocking, IFingerprinted, IAudited<ShareLink>
    {
        /// <inheritdoc cref="Users.NewAccount.Password"/>
        internal string? Password { get; init; }

        public Access Access => Access.To(ItemId, Level.Admin);
        public Locks Locks => Locks.Folder | Locks.Item;
        public object Fingerprint => new { ItemId, LinkId, Terms, Password, Sets };
        public AuditEntry Audit(ShareLink done) => done.Event("share");
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Terms).SetValidator(new LinkTerms.Validator()).OverridePropertyName("");
            RuleFor(c => c.Sets).NotEmpty().OverridePropertyName("label")
                .WithMessage("Say what to change: label, password, expires_at, allow_download, max_downloads, max_uploads, max_upload_bytes or allowed_types.");
        }
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, ShareLink>
    {
        public async Task<ShareLink> Handle(Command command, CancellationToken ct)
        {
            var parameters = new Dapper.DynamicParameters(command.Terms.Values(db.Now, command.PasswordHash));
            parameters.AddDynamicParams(new { command.ItemId, command.LinkId, Sets = command.Sets.ToArray() });
            return await db.SingleAsync<ShareLink>($"""
                UPDATE share_links
                SET label = CASE WHEN 'label' = ANY (@Sets) THEN @Label ELSE label END,
                    password_hash = CASE WHEN 'password' = ANY (@Sets) THEN @PasswordHash ELSE password_hash END,
                    expires_at = CASE WHEN 'expires_at' = ANY (@Sets) THEN @ExpiresAt ELSE expires_at END,
                    allow_download = CASE WHEN 'allow_download' = ANY (@Sets) THEN @AllowDownload ELSE allow_download END,
                    max_downloads = CASE WHEN 'max_downloads' = ANY (@Sets) THEN @MaxDownloads ELSE max_downloads END,
                    max_uploads = CASE WHEN 'max_uploads' = ANY (@Sets) THEN @MaxUploads ELSE max_uploads END,
                    max_upload_bytes = CASE WHEN 'max_upload_bytes' = ANY (@Sets) THEN @MaxUploadBytes ELSE max_upload_bytes END,
                    allowed_types = CASE WHEN 'allowed_types' = ANY (@Sets) THEN @AllowedTypes ELSE allowed_types END
                WHERE id = @LinkId AND item_id = @ItemId AND revoked_at IS NULL;
                SELECT {ShareLink.Columns} FROM share_links l {LinkGuard.Joins} WHERE l.id = @LinkId AND l.item_id = @ItemId AND l.revoked_at IS NULL
                """, parameters, ct);
        }
    }
}
