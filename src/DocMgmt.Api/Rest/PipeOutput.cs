using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace DocMgmt.Api.Rest;

/// <summary>
/// The server's own buffers as a stream that gathers what is small. What comes synchronously, as the ends of compressed entries do, takes no thread until
/// the client makes room: it waits with the next that comes asynchronously.
/// </summary>
internal sealed class PipeOutput(PipeWriter writer) : Stream
{
    private const int Gathered = 64 * 1024;
    private int pending;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        writer.Write(buffer);
        pending += buffer.Length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        if (pending >= Gathered) await FlushAsync(cancellationToken);
    }

    /// <exception cref="ConnectionAbortedException">The client has gone.</exception>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        pending = 0;
        if (await writer.FlushAsync(cancellationToken) is { IsCompleted: true }) throw new ConnectionAbortedException();
    }

    public override void Flush()
    {
        // Not before the next asynchronous write.
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
