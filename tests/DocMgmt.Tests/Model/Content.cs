using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Model;

/// <summary>Bytes of files. There are few of them, so that many files have the same.</summary>
internal sealed record Content(int Number, byte[] Bytes)
{
    private static readonly int[] Sizes = [0, 1, 10, 100, 1_000, 1_000, 2_500, 4_000, 7_000, 12_000, 20_000, 70_000];

    public int Size => Bytes.Length;
    public string Checksum { get; } = TestUser.Sha256(Bytes);

    /// <summary>All that a run uploads.</summary>
    public static IReadOnlyList<Content> Pool(Random random) => [.. Sizes.Select((size, n) =>
    {
        var bytes = new byte[size];
        random.NextBytes(bytes);
        return new Content(n, bytes);
    })];
}
