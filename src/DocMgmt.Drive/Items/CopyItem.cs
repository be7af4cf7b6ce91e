using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>Makes another file of a file's current content: a reference more, no bytes. It belongs to the drive that it is put into.</summary>
public static class CopyItem
{
    /// <param name="ParentId">Null is the root of the caller's own drive.</param>
    /// <param name="ItemName">Null: the name of the original.</param>
    public sealed record Command(long ItemId, long? ParentId, string? ItemName, NameConflict? OnConflict)
        : ICommand<UploadedFile>, IMoving, ILocking, IAudited<UploadedFile>
    {
        public Access Access => Access.ToFolder(ParentId, Level.Write);
        public Access Moved => Access.To(ItemId, Level.Read);
        public Locks Locks => Locks.Folder;
        public AuditEntry Audit(UploadedFile done) => new("copy", done.Id, new { name = done.ItemName, from = ItemId });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.ItemName!).ItemName().When(c => c.ItemName is not null);
            RuleFor(c => c.OnConflict).IsInEnum();
        }
    }

    internal sealed class Handler(Db db, Admission admission, Placing placing, VersionWriter versions) : IRequestHandler<Command, UploadedFile>
    {
        private sealed class Original
        {
            public Sha256Hash? Sha256 { get; init; }
            public long SizeBytes { get; init; }
            public string MimeType { get; init; } = "";
        }

        public async Task<UploadedFile> Handle(Command command, CancellationToken ct)
        {
            if (admission.Moved.Type == "folder") throw Problems.FilesOnly;
            var original = await db.SingleAsync<Original>("""
                SELECT b.sha256, i.size_bytes, i.mime_type
                FROM items i
                LEFT JOIN versions v ON v.id = i.current_version_id
                LEFT JOIN blobs b ON b.id = v.blob_id
                WHERE i.id = @ItemId
                """, command, ct);
            if (original.Sha256 is not { } sha256) throw Problems.NoContent;
            var name = command.ItemName is { } wanted ? Items.ItemName.Normalize(wanted) : admission.Moved.Name;
            return await placing.PutAsync(name, isFolder: false, command.OnConflict,
                async free => await versions.TryWriteExistingAsync(new(free, original.MimeType, sha256, original.SizeBytes, Items.OnConflict.Fail), ct)
                    ?? throw await GoneAsync(sha256, ct), ct);
        }

        /// <summary>Why the content that was there a moment ago can't be referred to.</summary>
        private async Task<Problem> GoneAsync(Sha256Hash sha256, CancellationToken ct) =>
            await db.SingleAsync<bool>("SELECT EXISTS (SELECT 1 FROM blobs WHERE sha256 = @Sha256 AND state = 'damaged')", new { sha256 }, ct) ? Problems.ContentDamaged : Problems.NotFound;
    }
}
