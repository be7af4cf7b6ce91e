namespace DocMgmt.Drive.Blobs;

/// <summary>A copy of a content as its row has it.</summary>
/// <param name="Size">In bytes, as stored.</param>
internal sealed record StoredBlob(long Id, string Key, long Size, DateTime VerifiedAt);
