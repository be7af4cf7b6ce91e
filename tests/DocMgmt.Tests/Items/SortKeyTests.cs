using System.Security.Cryptography;
using System.Text;
using DocMgmt.Drive.Items;

namespace DocMgmt.Tests.Items;

public class SortKeyTests
{
    [Theory]
    [InlineData("a", "b", "ba", "C", "d")]
    [InlineData("file", "file 2", "file-2", "file.2", "file2", "filea")]
    [InlineData(" a", "_a", "-a", "(a", "~a", "€a", "😀a", "0a", "1", "a", "z", "ŋ", "Ω", "Я", "あ", "中", "한")]
    [InlineData("2", "file2", "file002b", "file3", "file10", "file010a", "file100", "g")]
    [InlineData("file00", "file0a", "file01", "file1a")]
    [InlineData("v1.2", "v1.10", "v2.0", "v10.0")]
    [InlineData("a1b2", "a1b10", "a2", "a2b1", "a10b1")]
    [InlineData("9999999999999999999999999999", "10000000000000000000000000000", "99999999999999999999999999999")]
    [InlineData("a", "á", "ä", "áb", "b")]
    [InlineData("aa", "aá", "áa", "áá", "aab")]
    [InlineData("cote", "coté", "côte", "côté", "cotes")]
    [InlineData("a\u0323", "a\u0323\u0304", "a\u0323\u0304b")]
    [InlineData("gross", "groß", "grost")]
    [InlineData("o", "ø", "ö", "oz", "p")]
    [InlineData("AE", "ae", "Æ", "æ", "Ǽ", "ǽ", "aea", "af")]
    [InlineData("İ", "I\u0307a", "j")]
    [InlineData("File2", "file002", "file2", "fílé2", "File3")]
    [InlineData("RÉSUMÉ", "Résumé", "résumé", "Résumé 1")]
    [InlineData("ΣΊΣΥΦΟΣ", "Σίσυφος", "σίσυφος")]
    [InlineData("か", "が", "き", "ぎ")]
    [InlineData("가", "각", "간", "나")]
    [InlineData("٣", "4", "٥", "10", "١١")]
    public void Names_come_in_the_order_that_people_expect(params string[] ordered)
    {
        for (var i = 1; i < ordered.Length; i++)
        {
            var (before, after) = (Normal(ordered[i - 1]), Normal(ordered[i]));
            Assert.True(Compare(before, after) < 0, $"'{before}' should come before '{after}'");
            Assert.True(Compare(after, before) > 0);
        }
    }

    [Fact]
    public void Any_string_has_a_key_that_a_database_takes() => Assert.Equal("B\uFFFDB\uFFFD  \uFFFD\uFFFD", SortKey.Of("\0\uD800"));

    // Keys are stored. If a new runtime files a character elsewhere, this fails: then a migration has to compute all keys anew.
    [Fact]
    public void The_order_of_every_character_is_pinned()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var point = 0x20; point <= 0x10FFFF; point++)
        {
            if (point is < 0xD800 or > 0xDFFF) hash.AppendData(Key(Normal(char.ConvertFromUtf32(point))));
        }
        Assert.Equal("eb026291a27b1f9605f2373394b12ca98070a9a1d141c3d432280c656e0c806c", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static int Compare(string a, string b) => Key(a).AsSpan().SequenceCompareTo(Key(b));

    private static byte[] Key(string name) => Encoding.UTF8.GetBytes(SortKey.Of(name));

    private static string Normal(string name) => ItemName.Normalize(name);
}
