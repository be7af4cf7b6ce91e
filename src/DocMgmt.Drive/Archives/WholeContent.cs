using DocMgmt.Drive.Files;

namespace DocMgmt.Drive.Archives;

/// <summary>
/// Bytes that are as many as was announced, whatever becomes of their source: from where that fails or ends on there are zeros. So what an archive
/// has said of an entry's length stays true, and the next entry begins where it should.
/// </summary>
internal sealed class WholeContent(Stream source, long length) : ForwardStream
{
    private long position;

    /// <summary>How many bytes were read before the source failed; null: it did not.</summary>
    public long? BrokenAt { get; private set; }

    // What asks means: has it a length?
    public override bool CanSeek => true;
    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, length - position)];
        if (buffer.Length == 0) return 0;
        var read = BrokenAt is null ? await TryReadAsync(buffer, cancellationToken) : 0;
        if (read == 0)
        {
            BrokenAt ??= position;
            buffer.Span.Clear();
            read = buffer.Length;
        }
        else
        {
            DriveMetrics.BytesSent(read);
        }

        position += read;
        return read;
    }

    private async Task<int> TryReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await source.ReadAsync(buffer, ct);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
