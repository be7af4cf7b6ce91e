using Amazon.S3.Model;

namespace DocMgmt.Blobs.S3;

/// <summary>
/// An object's bytes, read from wherever the position is set to. They come in windows that grow while one reads on, so that who wants little is
/// sent little; what breaks off is gone on with where it broke off.
/// </summary>
internal sealed class S3Stream(S3Bucket bucket, string name, string etag, long length) : Stream
{
    private const long FirstWindow = 1 << 20, WindowAfterSeek = 64 << 10, LargestWindow = 64 << 20;
    private const int Attempts = 3;

    private GetObjectResponse? open;
    private long position, openAt, openUntil;
    private long window = FirstWindow;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value != position) window = WindowAfterSeek;
            position = value;
        }
    }

    /// <exception cref="BlobStoreUnavailableException">The store is away, or the object is not there any more.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= length || buffer.IsEmpty) return 0;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadOnceAsync(buffer, cancellationToken);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                Drop();
                if (attempt < Attempts) continue;
                throw e as BlobStoreUnavailableException ?? new BlobStoreUnavailableException($"The S3 store broke off in the middle of {name}: {e.Message}", e);
            }
        }
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (open is null || openAt != position || position >= openUntil)
        {
            Drop();
            openUntil = Math.Min(position + window, length);
            open = await bucket.GetAsync(name, etag, position, openUntil - 1, ct) ?? throw new BlobStoreUnavailableException($"{name} went away while it was read.");
            openAt = position;
            window = Math.Min(window * 4, LargestWindow);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(bucket.LongestSilence);
        var read = await open.ResponseStream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, openUntil - position)], limit.Token);
        if (read == 0) throw new EndOfStreamException($"{openUntil - position} bytes are missing.");
        position += read;
        openAt = position;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    /// <summary>Only whole requests are read, which need a connection: there is no synchronous way.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read this asynchronously.");
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Drop();
        base.Dispose(disposing);
    }

    private void Drop()
    {
        open?.Dispose();
        open = null;
    }
}
