namespace DocMgmt.Drive.Blobs;

/// <summary>The copy of a content that an upload came to refer to: its own, or one that was there already.</summary>
/// <param name="Key">Empty when nothing was referred to, as is the store.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Suspected">Somebody's proof of possession failed against it: it is to be hashed before another copy is given up for it.</param>
public sealed record StoredCopy(string Store, string Key, long Size, bool Suspected);
