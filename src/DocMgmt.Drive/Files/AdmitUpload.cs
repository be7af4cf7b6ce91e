using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>
/// Decides, before any byte is taken, whether an upload can succeed: so that nobody sends a gigabyte to be told that the folder is not theirs.
/// <see cref="CommitUpload"/> decides all of it again.
/// </summary>
public static class AdmitUpload
{
    /// <param name="Announces">The bytes come later, and only then must be said which state of a file they are meant for.</param>
    public sealed record Query(UploadRequest Upload, bool Announces = false) : IQuery<Admitted>, IOpenToVisitors
    {
        public Access Access => Access.ToFolder(Upload.ParentId, Level.Write);
        public Level? Opened => Level.Write;
    }

    /// <param name="MaxBytes">How long the content may be.</param>
    /// <param name="Answer">The answer that this request's Idempotency-Key was given before: no byte is needed.</param>
    public sealed record Admitted(long MaxBytes, UploadedFile? Answer);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Upload).SetValidator(new UploadRequest.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(GuardedDb db, UploadLimits limits, UploadPrecondition precondition, StoredAnswers answers, Caller caller) : IRequestHandler<Query, Admitted>
    {
        private sealed record Row(bool Present, long AvailableBytes, bool IsOwner, string? ExistingType, long? ExistingRevision);

        public async Task<Admitted> Handle(Query query, CancellationToken ct)
        {
            var upload = query.Upload;
            // A replay comes before whatever the first one changed: its name is taken, by itself.
            if (caller.IdempotencyKey is { } key && await answers.FindAsync<UploadedFile>(key, upload.Fingerprint, ct) is { Found: true, Answer: var answer })
                return new(0, answer);

            var allowed = limits.For(upload);
            allowed.CheckSize(upload.SizeBytes);
            allowed.CheckTypeIfKnown(MimeType.Of(upload.MimeType, upload.ItemName, []));
            var row = await db.SingleAsync<Row>(query, $"""
                {Guard.Folder}
                SELECT {Guard.Columns}, true AS present, GREATEST(t.quota_bytes - t.used_bytes, 0) AS available_bytes, t.owner_id IS NOT DISTINCT FROM t.caller_id AS is_owner,
                    i.type AS existing_type, i.revision AS existing_revision
                FROM target t
                LEFT JOIN items i ON i.parent_id = t.id AND i.name = @ItemName AND i.trashed_at IS NULL
                """, ct, new { ItemName = ItemName.Normalize(upload.ItemName) });
            if (query.Announces) precondition.JudgeGiven(row.ExistingType, row.ExistingRevision);
            else precondition.Judge(row.ExistingType, row.ExistingRevision, upload.OnConflict);
            upload.OnConflict.Check(row.ExistingType);
            // A visitor, who would find out how much is left by announcing this and that, has to send it.
            if (caller.Visit is null && upload.SizeBytes > row.AvailableBytes) throw Problems.QuotaExceeded(row.IsOwner ? row.AvailableBytes : null);
            return new(Math.Min(allowed.MaxBytes, row.AvailableBytes), null);
        }
    }
}
