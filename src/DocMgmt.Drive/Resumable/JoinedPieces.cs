using DocMgmt.Blobs;
using DocMgmt.Drive.Files;

namespace DocMgmt.Drive.Resumable;

/// <summary>Pieces, one after the other, as one stream.</summary>
internal sealed class JoinedPieces(BlobStores stores, IReadOnlyList<StoredPiece> pieces) : ForwardStream
{
    private Stream? current;
    private int next;
    private long left;

    /// <exception cref="PieceLostException">A piece is not there, or not whole.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (current is null)
            {
                if (next == pieces.Count) return 0;
                await OpenAsync(pieces[next++], cancellationToken);
            }

            var read = left == 0 ? 0 : await current!.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
            left -= read;
            if (read > 0) return read;
            if (left > 0) throw new PieceLostException(pieces[next - 1]);
            await current!.DisposeAsync();
            current = null;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (current is not null) await current.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task OpenAsync(StoredPiece piece, CancellationToken ct)
    {
        current = await stores.Of(piece.Store).Pieces.OpenAsync(piece.Name, ct) ?? throw new PieceLostException(piece);
        left = piece.SizeBytes;
    }
}
