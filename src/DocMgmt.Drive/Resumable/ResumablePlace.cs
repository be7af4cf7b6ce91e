using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Resumable;

/// <summary>Where uploads go, beside what they say themselves.</summary>
/// <param name="FolderId">All go there; null: where each says.</param>
/// <param name="Terms">Of whoever let them in.</param>
/// <param name="TakeTurn">Waits until bytes may be received.</param>
internal sealed record ResumablePlace(long? FolderId, UploadTerms? Terms, Func<CancellationToken, Task<IDisposable>>? TakeTurn)
{
    public static ResumablePlace Anywhere { get; } = new(null, null, null);

    /// <summary>What becomes of a request here. In a folder of somebody else's a file takes no other's place, and its type is by its name and content.</summary>
    public ResumableRequest Take(ResumableRequest request) =>
        FolderId is null ? request : request with { ParentId = FolderId, MimeType = null, OnConflict = OnConflict.Rename };
}
