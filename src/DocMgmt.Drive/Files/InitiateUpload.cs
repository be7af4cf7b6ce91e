using System.Text.Json.Serialization;
using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>
/// Announces an upload. Content that the caller can read already needs no bytes: the version is made at once. Everything else stays pending,
/// without a name, until its bytes were PUT and it is completed.
/// </summary>
public static class InitiateUpload
{
    /// <summary>How long a pending upload may take.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public sealed record Command(string ItemName, long? ParentId, long? SizeBytes, string? MimeType, Sha256Hash? Checksum, OnConflict? OnConflict)
        : ICommand<Initiated>, ILocking, IAudited<Initiated>
    {
        public Access Access => Access.ToFolder(ParentId, Level.Write);
        public Locks Locks => Locks.Folder;
        public AuditEntry? Audit(Initiated done) => done.File is { } file ? UploadAudit.Of(file) : null;
    }

    /// <param name="ItemId">Of the file; of a pending upload, what the file will have unless its name belongs to another by then.</param>
    /// <param name="VersionId">The upload's handle, and the version's id once it is one.</param>
    public sealed record Initiated(long ItemId, long VersionId, bool Deduplicated, long ParentId) : IAboutItem
    {
        /// <summary>A way to complete without bytes, offered whether or not the content is there; null for small contents and without a checksum.</summary>
        public Possession? Possession { get; init; }

        /// <summary>What was made at once; for the audit log.</summary>
        [JsonIgnore]
        internal UploadedFile? File { get; init; }

        [JsonIgnore]
        long IAboutItem.ItemId => Deduplicated ? ItemId : ParentId;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.ItemName).ItemName();
            RuleFor(c => c.SizeBytes).NotNull().GreaterThanOrEqualTo(0);
            RuleFor(c => c.MimeType).Must(m => m is null || Files.MimeType.IsValid(m)).WithMessage("A MIME type looks like 'application/pdf'.");
            RuleFor(c => c.OnConflict).IsInEnum();
        }
    }

    internal sealed class Handler(Db db, Admission admission, UploadLimits limits, VersionWriter versions, UploadPrecondition precondition, DirectStores direct) : IRequestHandler<Command, Initiated>
    {
        private sealed record Existing(long Id, string Type, long Revision);

        public async Task<Initiated> Handle(Command command, CancellationToken ct)
        {
            var (parent, name, size) = (admission.Target, Items.ItemName.Normalize(command.ItemName), command.SizeBytes!.Value);
            var onConflict = command.OnConflict ?? Items.OnConflict.Version;
            var mimeType = Files.MimeType.Of(command.MimeType, name, []);
            limits.CheckSize(size);
            limits.CheckTypeIfKnown(mimeType);
            if (size > parent.AvailableBytes) throw parent.QuotaExceeded();

            var existing = await db.SingleOrDefaultAsync<Existing>(
                "SELECT id, type, revision FROM items WHERE parent_id = @ParentId AND name = @Name AND trashed_at IS NULL", new { ParentId = parent.Id, name }, ct);
            precondition.JudgeGiven(existing?.Type, existing?.Revision);
            onConflict.Check(existing?.Type);

            // Where only the bytes would show a type that is allowed, they are asked for.
            if (command.Checksum is { } sha256 && limits.Allows(mimeType) && await db.SingleAsync<bool>(BlobReferences.ReadableByCaller, new { Sha256 = sha256, limits.Trust }, ct)
                && await versions.TryWriteExistingAsync(await precondition.JudgeAsync(new(name, mimeType, sha256, size, onConflict), ct), ct) is { } file)
                return new(file.Id, file.VersionId, true, parent.Id) { File = file };

            return await PendAsync(command, name, onConflict == Items.OnConflict.Version ? existing?.Id : null, onConflict, ct);
        }

        private async Task<Initiated> PendAsync(Command command, string name, long? existingId, OnConflict onConflict, CancellationToken ct)
        {
            var possession = limits.Instant == InstantUploads.Proof && command.Checksum is not null && command.SizeBytes >= Possession.LeastBytes
                ? Possession.Ask(command.SizeBytes.Value)
                : null;
            var place = direct.Uploads?.NewPlace(command.Checksum, command.SizeBytes!.Value);
            var (itemId, versionId) = await db.SingleAsync<(long, long)>("""
                INSERT INTO uploads (version_id, item_id, user_id, parent_id, item_name, size_bytes, mime_type, sha256, on_conflict, created_at, expires_at,
                    proof_nonce, proof_offsets, draws_item_id, direct_store, direct_name)
                VALUES (nextval('versions_id_seq'), COALESCE(CAST(@ExistingId AS bigint), nextval('items_id_seq')), @CallerId, @ParentId, @Name, @SizeBytes,
                    @MimeType, @Sha256, @OnConflict, @Now, @ExpiresAt, @Nonce, @Offsets, CAST(@ExistingId AS bigint) IS NULL, @Store, @Place)
                RETURNING item_id, version_id
                """, new
            {
                existingId,
                ParentId = admission.Target.Id,
                name,
                command.SizeBytes,
                command.MimeType,
                Sha256 = command.Checksum?.Bytes,
                OnConflict = onConflict.ToString().ToLowerInvariant(),
                ExpiresAt = db.Now + Life,
                Nonce = possession is null ? null : Convert.FromHexString(possession.Nonce),
                Offsets = possession?.Ranges.Select(r => r.Offset).ToArray(),
                Store = direct.Uploads?.Name,
                Place = place?.Name,
            }, ct);
            if (place is not null) await GiveRoomAsync(versionId, ct);
            return new(itemId, versionId, false, admission.Target.Id) { Possession = possession };
        }

        // What goes straight to the store is there before anybody could say no to it.
        private async Task GiveRoomAsync(long versionId, CancellationToken ct)
        {
            await db.ExecuteAsync(StagedRoom.Lock, new { versionId }, ct);
            if (!await db.SingleAsync<bool>(StagedRoom.IsEnough, new { versionId }, ct)) throw admission.Target.QuotaExceeded();
            await PlaceNote.AddAsync(db, versionId, ct);
        }
    }
}
