using DocMgmt.Blobs;
using DocMgmt.Drive.Items;
using FluentValidation;

namespace DocMgmt.Drive.Files;

/// <summary>What a client says of the bytes that it sends in the same request.</summary>
/// <param name="ParentId">Null is the root of the caller's own drive.</param>
/// <param name="SizeBytes">As announced by Content-Length; null when the client does not know it.</param>
/// <param name="MimeType">As given; null: decided by name and content.</param>
/// <param name="Checksum">SHA-256 that the content must have; null: any.</param>
public sealed record UploadRequest(long? ParentId, string ItemName, long? SizeBytes, string? MimeType, Sha256Hash? Checksum, OnConflict OnConflict)
{
    /// <summary>Of whoever let the upload in; null: none but the service's.</summary>
    internal UploadTerms? Terms { get; init; }

    /// <summary>What makes two uploads under one Idempotency-Key the same: the parameters, and the digest or the length.</summary>
    internal object Fingerprint => new { ParentId, ItemName, OnConflict, Digest = Checksum?.ToString(), Length = Checksum is null ? SizeBytes : null };

    /// <summary>The version that comes of it.</summary>
    /// <param name="mimeType">As decided from what was given, the name and the content.</param>
    internal NewVersion ToVersion(BlobLocation copy, long sizeBytes, string mimeType) =>
        new(Items.ItemName.Normalize(ItemName), mimeType, copy.Key.Hash, sizeBytes, OnConflict, copy);

    internal sealed class Validator : AbstractValidator<UploadRequest>
    {
        public Validator()
        {
            RuleFor(u => u.ItemName).ItemName();
            RuleFor(u => u.OnConflict).IsInEnum();
        }
    }
}

/// <summary>What may be uploaded in one place, beside what may be anywhere.</summary>
/// <param name="MaxBytes">Of one file; null: what the service takes.</param>
/// <param name="Types">As in <see cref="UploadLimits.AllowedTypes"/>; null: what the service takes.</param>
internal sealed record UploadTerms(long? MaxBytes, IReadOnlyList<string>? Types);
