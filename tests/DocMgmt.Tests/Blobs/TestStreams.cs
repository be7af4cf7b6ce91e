namespace DocMgmt.Tests.Blobs;

/// <summary>Gives its content in pieces of changing size, some of them later: as a network does.</summary>
internal sealed class DribblingStream(byte[] content) : MemoryStream(content)
{
    private int reads;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (++reads % 3 == 0) await Task.Yield();
        return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + (reads * 997 % 5_000))], cancellationToken);
    }
}

/// <summary>Zeros, of which some can be read; then it fails.</summary>
internal sealed class FaultyStream(long readable) : Stream
{
    public const string Message = "The client went away.";

    public Exception Fault { get; init; } = new InvalidDataException(Message);

    /// <summary>Called once, when a megabyte has been read.</summary>
    public Action? AfterMegabyte { get; set; }

    public override long Position { get; set; }
    public override long Length => throw new NotSupportedException();
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var count = (int)Math.Min(buffer.Length, readable - Position);
        if (count == 0) throw Fault;
        buffer.Span[..count].Clear();
        Position += count;
        if (Position >= 1_000_000) AfterMegabyte?.Invoke();
        return new(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Flush() { }
}
