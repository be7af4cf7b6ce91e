namespace DocMgmt.Soak.Load;

/// <summary>Where the contents of uploads come from.</summary>
/// <param name="seed">Another one has another handful.</param>
/// <param name="others">Of 100 uploads, how many bring a content that nobody has, of any size.</param>
internal sealed class Contents(int seed, int others)
{
    private const int InTurn = 90;
    private const int Turn = 150;
    private static readonly int[] FewLengths = [0, 1, 700, 5_000, 70_000, 1_200_000, 300];
    private static readonly int[] OtherLengths = [10, 1_000, 4_096, 30_000, 65_536, 200_000, 1_048_576, 3_000_000, 16_777_216];

    private readonly Content[] few = [.. FewLengths.Select((length, n) => new Content(seed + n, length))];
    private int uploads;

    /// <summary>Mostly one of a handful, each of which has its turn of so many uploads, so that the others lose their last reference meanwhile.</summary>
    public Content Next(Random random)
    {
        if (random.Next(100) < others) return new(random.Next(), Length(random));
        var turn = (uint)Interlocked.Increment(ref uploads) / Turn;
        return few[random.Next(100) < InTurn ? (int)(turn % few.Length) : random.Next(few.Length)];
    }

    /// <summary>One of those about which possession can be proved.</summary>
    public Content Large => few.MaxBy(c => c.Bytes.Length)!;

    // Each size twice as seldom as the one before it.
    private static int Length(Random random)
    {
        var at = 0;
        while (at < OtherLengths.Length - 1 && random.Next(2) == 0) at++;
        return OtherLengths[at] + random.Next(16);
    }
}
