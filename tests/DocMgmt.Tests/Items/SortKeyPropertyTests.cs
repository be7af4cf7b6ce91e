using System.Numerics;
using System.Text;
using DocMgmt.Drive.Items;

namespace DocMgmt.Tests.Items;

/// <summary>What holds for all names, tried with seeded random ones.</summary>
public class SortKeyPropertyTests
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly Comparer<byte[]> Bytes = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));

    [Fact]
    public void Different_names_have_different_keys_in_one_total_order()
    {
        var names = RandomNames(20_000, "aAbBáÁäßsSøOoæe0012 ._-\u0301\u0323日ΐσςΣﬁ٢2").Distinct().ToList();

        var keys = names.Select(Key).Order(Bytes).ToList();

        for (var i = 1; i < keys.Count; i++) Assert.True(Bytes.Compare(keys[i - 1], keys[i]) < 0);
    }

    [Fact]
    public void Digits_compare_by_value_as_in_a_comparison_of_tokens()
    {
        var lengths = Enumerable.Range(1, 254).Where(n => n < 40 || n % 20 == 0 || n > 250).ToList();
        var names = RandomNames(400, "ab0123456789")
            .Concat(lengths.Select(n => new string('9', n) + "a"))
            .Concat(lengths.Select(n => new string('0', 254 - n) + '1' + new string('0', n)))
            .Select(name => (Name: name, Tokens: Tokens(name), Key: Key(name))).ToList();
        foreach (var a in names)
        {
            foreach (var b in names)
            {
                var expected = CompareTokens(a.Tokens, b.Tokens);
                if (expected != 0 && Math.Sign(Bytes.Compare(a.Key, b.Key)) != expected) Assert.Fail($"{a.Name} and {b.Name}");
            }
        }
    }

    [Fact]
    public void No_valid_name_has_a_longer_key_than_promised()
    {
        var longest = 0;
        for (var point = 0x20; point <= 0x10FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF) continue;
            var unit = ItemName.Normalize(char.ConvertFromUtf32(point));
            var growth = Key(unit).Length / Strict.GetByteCount(unit);
            if (growth < 4 || ItemName.Fault(unit) is not null) continue;
            longest = Math.Max(longest, Key(Filled(unit)).Length);
            longest = Math.Max(longest, Key(Filled(unit + "1")).Length);
        }
        Assert.InRange(longest, SortKey.MaxBytes - 10, SortKey.MaxBytes);
    }

    [Fact]
    public void Keys_are_valid_text_without_NUL_and_bounded()
    {
        var random = new Random(3);
        for (var round = 0; round < 5_000; round++)
        {
            var limit = round % 2 == 0 ? 0x3FF : 0x10000;
            var text = new string([.. Enumerable.Range(0, random.Next(1, 120)).Select(_ => (char)random.Next(limit))]);
            var name = ItemName.Normalize(round % 3 == 0 ? text : string.Concat(text.Where(char.IsLetterOrDigit)));

            var key = Key(name);

            Assert.DoesNotContain((byte)0, key);
            if (ItemName.Fault(name) is null) Assert.InRange(key.Length, 3, SortKey.MaxBytes);
        }
    }

    private static byte[] Key(string name) => Strict.GetBytes(SortKey.Of(name));

    private static IEnumerable<string> RandomNames(int count, string letters)
    {
        var random = new Random(7);
        return Enumerable.Range(0, count).Select(_ =>
            ItemName.Normalize(new string([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => letters[random.Next(letters.Length)])])));
    }

    private static string Filled(string unit)
    {
        var name = string.Concat(Enumerable.Repeat(unit, ItemName.MaxBytes / Strict.GetByteCount(unit)));
        return name + new string('1', ItemName.MaxBytes - Strict.GetByteCount(name));
    }

    private static int CompareTokens(List<string> a, List<string> b)
    {
        foreach (var (x, y) in a.Zip(b))
        {
            var bothNumbers = char.IsAsciiDigit(x[0]) && char.IsAsciiDigit(y[0]);
            var order = bothNumbers ? BigInteger.Parse(x).CompareTo(BigInteger.Parse(y)) : string.CompareOrdinal(x, y);
            if (order != 0) return Math.Sign(order);
        }
        return a.Count.CompareTo(b.Count);
    }

    // Digit runs as a whole, letters one by one.
    private static List<string> Tokens(string name)
    {
        var tokens = new List<string>();
        for (int start = 0, end; start < name.Length; start = end)
        {
            end = start;
            while (end < name.Length && char.IsAsciiDigit(name[end])) end++;
            end = Math.Max(end, start + 1);
            tokens.Add(name[start..end]);
        }
        return tokens;
    }
}
