using DocMgmt.Drive.Text;

namespace DocMgmt.Tests.Text;

public class CanonicalFormTests
{
    // Taken from the kinds of cases in Unicode's NormalizationTest.txt.
    [Theory]
    [InlineData("plain.txt", "plain.txt", "plain.txt")]
    [InlineData("e\u0301", "\u00E9", "e\u0301")]
    [InlineData("\u1E69", "\u1E69", "s\u0323\u0307")]
    [InlineData("s\u0307\u0323", "\u1E69", "s\u0323\u0307")]
    [InlineData("a\u0327\u0301", "\u00E1\u0327", "a\u0327\u0301")]      // a mark that does not compose is passed over
    [InlineData("a\u0301\u0301", "\u00E1\u0301", "a\u0301\u0301")]      // one of the same class is blocked
    [InlineData("\u212B", "\u00C5", "A\u030A")]                        // the ångström sign is never composed
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C")]             // excluded from composition
    [InlineData("\u0344", "\u0308\u0301", "\u0308\u0301")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]  // Hangul
    [InlineData("\uAC00\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8", "\u1100\u1161\u11A8\u11A8")]
    [InlineData("\u09C7\u09BE", "\u09CB", "\u09C7\u09BE")]             // two starters
    [InlineData("\U0001D15E", "\U0001D157\U0001D165", "\U0001D157\U0001D165")]
    [InlineData("\U00011099\U000110BA", "\U0001109A", "\U00011099\U000110BA")]
    [InlineData("\uFB01", "\uFB01", "\uFB01")]                         // compatibility characters stay
    [InlineData("\uF900", "\u8C48", "\u8C48")]
    public void Composed_and_decomposed_are_Unicodes_C_and_D(string given, string composed, string decomposed)
    {
        Assert.Equal(composed, CanonicalForm.Compose(given));
        Assert.Equal(decomposed, CanonicalForm.Decompose(given));
    }

    [Fact]
    public void Every_character_composes_to_the_same_as_its_decomposition()
    {
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF) continue;
            var text = char.ConvertFromUtf32(point);
            var (composed, decomposed) = (CanonicalForm.Compose(text), CanonicalForm.Decompose(text));
            if (composed == text && decomposed == text) continue;
            Assert.Equal(composed, CanonicalForm.Compose(decomposed));
            Assert.Equal(composed, CanonicalForm.Compose(composed));
            Assert.Equal(decomposed, CanonicalForm.Decompose(composed));
        }
    }

    [Fact]
    public void Lone_surrogates_stay_where_they_are() =>
        Assert.Equal("\uDC00\u00E9\uD800", CanonicalForm.Compose("\uDC00e\u0301\uD800"));

    [Fact]
    public void A_long_run_of_marks_is_no_burden()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0316", 250_000));

        var composed = CanonicalForm.Compose(text);

        Assert.StartsWith("\u00E1\u0316\u0316", composed);
        Assert.Equal(500_000, composed.Length);
    }
}
