using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>Labels a version, or says whether it is kept whatever is deleted around it. Its content never changes.</summary>
public static class UpdateVersion
{
    public const int MaxLabel = 255;

    /// <param name="Labels">Whether <paramref name="Label"/> is what it is to be; null takes it away.</param>
    /// <param name="KeepForever">Null: as it is.</param>
    public sealed record Command(long ItemId, long VersionId, bool Labels, string? Label, bool? KeepForever)
        : ICommand<FileVersion>, ILocking, IAudited<FileVersion>
    {
        public Access Access => Access.To(ItemId, Level.Write);
        public Locks Locks => Locks.Folder;
        public AuditEntry Audit(FileVersion done) => new("update", ItemId, new
        {
            version_id = VersionId, version_number = done.VersionNumber, label = done.Label, keep_forever = done.KeepForever,
        });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Label).MaximumLength(MaxLabel).NotEqual("").Must(l => l?.Any(char.IsControl) != true)
                .WithMessage("A label has no control characters.");
            RuleFor(c => c.KeepForever).NotNull().When(c => !c.Labels).WithMessage("Say what to change: label or keep_forever.");
        }
    }

    internal sealed class Handler(Db db, Admission admission, ItemRow row) : IRequestHandler<Command, FileVersion>
    {
        public async Task<FileVersion> Handle(Command command, CancellationToken ct)
        {
            await row.LockAsync(admission.Target, null, null, [admission.Target], ct);
            return await db.SingleAsync<FileVersion>($"""
                UPDATE versions
                SET label = CASE WHEN @Labels THEN @Label ELSE label END, keep_forever = COALESCE(@KeepForever, keep_forever)
                WHERE id = @VersionId AND item_id = @ItemId;
                SELECT {FileVersion.Columns}
                FROM versions v
                JOIN items i ON i.id = v.item_id
                JOIN blobs b ON b.id = v.blob_id
                WHERE v.id = @VersionId AND v.item_id = @ItemId
                """, command, ct);
        }
    }
}
