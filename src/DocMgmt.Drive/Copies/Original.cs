namespace DocMgmt.Drive.Copies;

/// <summary>An item that is to be copied.</summary>
internal record Original
{
    /// <summary>From 1; its folder's is lower.</summary>
    public int Position { get; init; }
    public long SourceId { get; init; }
    public string Type { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>The position of the folder that it is in; null: it is the one that is copied.</summary>
    public int? Parent { get; init; }
    public string? Description { get; init; }
    public long? SizeBytes { get; init; }
    public string? MimeType { get; init; }

    /// <summary>Of the current version; null for folders and files without content.</summary>
    public long? BlobId { get; init; }
    public bool IsFolder => Type == "folder";

    /// <summary>Of <c>l</c> from the list, <c>items i</c> and the current <c>versions v</c>.</summary>
    public const string Columns = "l.position, l.source_id, l.type, l.name, l.parent, i.description, i.size_bytes, i.mime_type, v.blob_id";
}
