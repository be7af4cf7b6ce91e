using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Files;

/// <summary>What may be uploaded here.</summary>
/// <param name="MaxBytes">Of one file.</param>
/// <param name="AllowedTypes">MIME types, <c>image/*</c> for a whole kind; empty: all.</param>
/// <param name="Instant">Whose content needs no bytes.</param>
public sealed record UploadLimits(long MaxBytes, IReadOnlyList<string> AllowedTypes, InstantUploads Instant)
{
    /// <summary>Whether knowing a hash is enough to be given its content.</summary>
    public bool Trust => Instant == InstantUploads.Trust;

    /// <summary>Those of one upload, whose own terms hold beside these.</summary>
    public UploadLimits For(UploadRequest upload) => For(upload.Terms);

    /// <summary>Those of all uploads under terms.</summary>
    internal UploadLimits For(UploadTerms? terms) => terms is not { } own ? this : this with
    {
        MaxBytes = Math.Min(MaxBytes, own.MaxBytes ?? MaxBytes), OwnTypes = own.Types,
    };

    /// <summary>Which a type must be among, too; null: any.</summary>
    private IReadOnlyList<string>? OwnTypes { get; init; }

    /// <exception cref="Problem">413 <c>content_too_large</c>.</exception>
    public void CheckSize(long? sizeBytes)
    {
        if (sizeBytes > MaxBytes) throw Problems.TooLarge(MaxBytes);
    }

    /// <exception cref="Problem">415 <c>type_not_allowed</c>.</exception>
    public void CheckType(string mimeType)
    {
        if (!Allows(mimeType)) throw Problems.TypeNotAllowed(mimeType);
    }

    /// <summary>The same before there are bytes: a type that is unknown until then passes.</summary>
    /// <exception cref="Problem">415 <c>type_not_allowed</c>.</exception>
    public void CheckTypeIfKnown(string mimeType)
    {
        if (mimeType != MimeType.Unknown) CheckType(mimeType);
    }

    public bool Allows(string mimeType) =>
        (AllowedTypes.Count == 0 || AllowedTypes.Any(allowed => Covers(allowed, mimeType))) && OwnTypes?.Any(allowed => Covers(allowed, mimeType)) != false;

    private static bool Covers(string allowed, string mimeType)
    {
        var type = mimeType.Split(';')[0].Trim();
        return allowed.EndsWith("/*", StringComparison.Ordinal)
            ? type.StartsWith(allowed[..^1], StringComparison.OrdinalIgnoreCase)
            : type.Equals(allowed, StringComparison.OrdinalIgnoreCase);
    }
}
