namespace DocMgmt.Blobs;

/// <summary>A stream that is read in whole buffers and never further than one byte beyond what is allowed.</summary>
internal sealed class LimitedSource(Stream content, long maxLength)
{
    /// <summary>Bytes read so far.</summary>
    public long Length { get; private set; }

    /// <summary>Fills the buffer.</summary>
    /// <returns>How many bytes; less than the buffer's length only at the content's end.</returns>
    /// <exception cref="BlobTooLargeException">The content is longer than allowed.</exception>
    public async ValueTask<int> FillAsync(byte[] buffer, CancellationToken ct)
    {
        var wanted = (int)Math.Min(buffer.Length - 1, maxLength - Length) + 1;
        var filled = await content.ReadAtLeastAsync(buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, ct);
        Length += filled;
        return Length > maxLength ? throw new BlobTooLargeException(maxLength) : filled;
    }
}
