namespace DocMgmt.Drive.Archives;

/// <summary>Writes entries to a stream that only goes forward. Paths are relative, with "/" between their steps; times are UTC.</summary>
internal interface IArchiveWriter
{
    /// <param name="path">Ends in a slash.</param>
    Task AddFolderAsync(string path, DateTime modifiedAt, CancellationToken ct);

    /// <summary>A file whose length is that of the content, which is read once, from where it stands.</summary>
    Task AddFileAsync(string path, string mimeType, DateTime modifiedAt, Stream content, CancellationToken ct);

    /// <summary>Writes what makes it whole. What is not ended is recognised as cut off by whoever reads it.</summary>
    Task EndAsync(CancellationToken ct);
}
