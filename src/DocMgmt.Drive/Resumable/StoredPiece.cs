namespace DocMgmt.Drive.Resumable;

/// <summary>A piece and where it is.</summary>
internal sealed record StoredPiece
{
    public required string Store { get; init; }
    public required string Name { get; init; }

    /// <summary>In bytes.</summary>
    public required long SizeBytes { get; init; }
}

/// <summary>A piece that an upload counts on is not in its store, or is shorter than it was: its client has to begin again.</summary>
internal sealed class PieceLostException(StoredPiece piece) : Exception($"The piece {piece.Name} of {piece.SizeBytes} bytes is not whole in the store '{piece.Store}'.");
