using System.Security.Cryptography;

namespace DocMgmt.Blobs;

/// <summary>
/// Where a store keeps one copy of some content: <c>ab/&lt;sha256&gt;-&lt;generation&gt;</c>. The generation is random and never used again, so
/// bytes that are being deleted are never the bytes that a new upload refers to.
/// </summary>
/// <param name="Hash">Of the content.</param>
/// <param name="Generation">16 lower-case hexadecimal digits.</param>
public readonly record struct BlobKey(Sha256Hash Hash, string Generation)
{
    private const int GenerationBytes = 8;

    /// <summary>A key that no copy of this content has had.</summary>
    public static BlobKey New(Sha256Hash hash) => new(hash, RandomNumberGenerator.GetHexString(GenerationBytes * 2, lowercase: true));

    /// <summary><c>&lt;sha256&gt;-&lt;generation&gt;</c>: the key without its folder, which is also the name of its staging file.</summary>
    public string Name => $"{Hash}-{Generation}";

    /// <summary><c>ab/&lt;sha256&gt;-&lt;generation&gt;</c></summary>
    public override string ToString() => $"{Hash.ToString()[..2]}/{Name}";

    /// <summary>Reads a <see cref="Name"/> or a whole key; false for anything else.</summary>
    public static bool TryParse(string? text, out BlobKey key)
    {
        key = default;
        if (text is null) return false;
        var name = text.Length > 3 && text[2] == '/' ? text[3..] : text;
        if (name.Length != 64 + 1 + (GenerationBytes * 2) || name[64] != '-') return false;
        if (!Sha256Hash.TryParse(name[..64], out var hash) || !name[65..].All(char.IsAsciiHexDigitLower)) return false;
        var read = new BlobKey(hash, name[65..]);
        if (text != (name.Length == text.Length ? read.Name : read.ToString())) return false;
        key = read;
        return true;
    }
}
