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
    public sealed record Command(long ItemId, long LinkId, LinkTerms Terms, string? PasswordHash, LinkMembers Sets)
        : ICommand<ShareLink>, ILocking, IFingerprinted, IAudited<ShareLink>
    {
        /// <inheritdoc cref="Users.NewAccount.Password"/>
        internal string? Password { get; init; }

        public Access Access => Access.To(ItemId, Level.Admin);
        public Locks Locks => Locks.Folder | Locks.Item;
        public object Fingerprint => new { ItemId, LinkId, Terms, Password, Sets };
        public AuditEntry Audit(ShareLink done) => done.Event("share", Sets);
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
            var parameters = new Dapper.DynamicParameters(command.Terms.Values(db.Now));
            parameters.AddDynamicParams(new { command.ItemId, command.LinkId, command.PasswordHash, Sets = command.Sets.ToString().Split(", ") });
            return await db.SingleAsync<ShareLink>($"""
                UPDATE share_links l
                SET label = CASE WHEN 'Label' = ANY (@Sets) THEN @Label ELSE label END,
                    password_hash = CASE WHEN 'Password' = ANY (@Sets) THEN @PasswordHash ELSE password_hash END,
                    expires_at = CASE WHEN 'ExpiresAt' = ANY (@Sets) THEN @ExpiresAt ELSE expires_at END,
                    allow_download = CASE WHEN 'AllowDownload' = ANY (@Sets) THEN @AllowDownload ELSE allow_download END,
                    max_downloads = CASE WHEN 'MaxDownloads' = ANY (@Sets) THEN @MaxDownloads ELSE max_downloads END,
                    max_uploads = CASE WHEN 'MaxUploads' = ANY (@Sets) THEN @MaxUploads ELSE max_uploads END,
                    max_upload_bytes = CASE WHEN 'MaxUploadBytes' = ANY (@Sets) THEN @MaxUploadBytes ELSE max_upload_bytes END,
                    allowed_types = CASE WHEN 'AllowedTypes' = ANY (@Sets) THEN @AllowedTypes ELSE allowed_types END
                WHERE {ShareLink.Live};
                {ShareLink.Shown}
                """, parameters, ct);
        }
    }
}
