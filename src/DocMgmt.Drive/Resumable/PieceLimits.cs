namespace DocMgmt.Drive.Resumable;

/// <summary>How uploads in several requests are kept.</summary>
/// <param name="PieceBytes">Of one piece at the most: what a crash, or an end that fails, has a client send again.</param>
/// <param name="MostPieces">Of one upload.</param>
public sealed record PieceLimits(long PieceBytes = 64 << 20, int MostPieces = 100_000);
