namespace DocMgmt.Api.Rest;

/// <summary>Bytes from <paramref name="Start"/>, <paramref name="Length"/> of them.</summary>
internal readonly record struct ByteRange(long Start, long Length)
{
    public long End => Start + Length;

    /// <summary>As in Content-Range: first and last byte, both included.</summary>
    public string ContentRange(long size) => $"bytes {Start}-{End - 1}/{size}";
}

/// <summary>The Range header (RFC 9110, section 14).</summary>
internal static class ByteRanges
{
    // Nobody reads a file in more pieces than this; the whole is cheaper than the pieces then.
    private const int MostRanges = 100;

    /// <summary>
    /// The ranges to send, in ascending order, with overlapping and touching ones joined; empty when none can be satisfied (416);
    /// null when the header is to be ignored, because it is no range of bytes, malformed, or asks for too many pieces.
    /// </summary>
    /// <param name="size">Of the content, in bytes.</param>
    public static IReadOnlyList<ByteRange>? Read(string? header, long size)
    {
        const string Unit = "bytes=";
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase)) return null;
        var specs = header[Unit.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (specs.Length is 0 or > MostRanges) return null;

        var ranges = new List<ByteRange>(specs.Length);
        foreach (var spec in specs)
        {
            if (!TryRead(spec, size, out var range)) return null;
            if (range.Length > 0) ranges.Add(range);
        }

        return Joined(ranges);
    }

    /// <summary>False when malformed; an empty range when it can't be satisfied.</summary>
    private static bool TryRead(string spec, long size, out ByteRange range)
    {
        range = default;
        var dash = spec.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !TryNumber(spec[..dash], out var first) || !TryNumber(spec[(dash + 1)..], out var last)) return false;
        if (first is null)
        {
            if (last is null) return false;
            var length = Math.Min(last.Value, size);
            range = new(size - length, length);
            return true;
        }

        if (last < first) return false;
        if (first < size) range = new(first.Value, Math.Min(last ?? long.MaxValue, size - 1) - first.Value + 1);
        return true;
    }

    /// <summary>Digits only, or nothing (null); a number beyond all sizes is one.</summary>
    private static bool TryNumber(string text, out long? number)
    {
        number = null;
        if (text.Length == 0) return true;
        if (!text.All(char.IsAsciiDigit)) return false;
        number = long.TryParse(text, out var parsed) ? parsed : long.MaxValue - 1;
        return true;
    }

    private static List<ByteRange> Joined(List<ByteRange> ranges)
    {
        var joined = new List<ByteRange>(ranges.Count);
        foreach (var range in ranges.OrderBy(r => r.Start))
        {
            if (joined.Count > 0 && range.Start <= joined[^1].End) joined[^1] = joined[^1] with { Length = Math.Max(joined[^1].End, range.End) - joined[^1].Start };
            else joined.Add(range);
        }

        return joined;
    }
}
