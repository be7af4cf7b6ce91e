using System.Buffers;

namespace DocMgmt.Blobs;

/// <summary>Reads what a stream has, and loses none of it when it breaks off.</summary>
internal static class PieceSource
{
    private const int Chunk = 128 << 10;

    /// <param name="append">Takes each bit at once.</param>
    /// <returns>How many bytes, and what the stream broke off with, if it did.</returns>
    public static async Task<(long Length, Exception? BrokenBy)> ReadAsync(Stream content, long maxLength, Action<ReadOnlyMemory<byte>> append, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        var length = 0L;
        try
        {
            while (length < maxLength)
            {
                int read;
                try
                {
                    read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, maxLength - length)), ct);
                }
                catch (Exception e) when (e is IOException or OperationCanceledException)
                {
                    return (length, e);
                }

                if (read == 0) break;
                append(buffer.AsMemory(0, read));
                length += read;
            }

            return (length, null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
