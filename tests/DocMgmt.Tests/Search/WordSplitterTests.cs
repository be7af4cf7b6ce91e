using DocMgmt.Drive.Search;
using DocMgmt.Drive.Text;

namespace DocMgmt.Tests.Search;

/// <summary>How texts are split into words.</summary>
public class WordSplitterTests
{
    [Theory]
    [InlineData("Q4_Budget-Report 2024.final.pdf", "q4 budget report 2024 final pdf")]
    [InlineData("TL072, user1 & 007", "tl072 user1 007")]
    [InlineData("Ærøskøbing Straße ŁÓDŹ", "aeroskobing strasse lodz")]
    [InlineData("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ")]
    [InlineData("e\u0301te\u0301", "ete")]
    [InlineData("٢٠٢٤", "2024")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("2024年度報告", "2024 年度報告")]
    [InlineData("한국어 문서", "한국어 문서")]
    [InlineData("🎉🎉 party", "🎉 🎉 party")]
    [InlineData("don't", "don t")]
    [InlineData("'/#.&|!():*<->%_", "")]
    [InlineData("", "")]
    [InlineData("\u0301x", "x")]
    public void Letters_and_digits_make_words(string text, string words) => Assert.Equal(words, SearchWords.Of(text));

    [Theory]
    [InlineData("HolidayPlan2025", "holiday plan 2025")]
    [InlineData("parseXMLFile", "parse xml file")]
    [InlineData("IMG20240131", "img 20240131")]
    [InlineData("q4", "")]
    [InlineData("report", "")]
    [InlineData("年度報告", "年度 度報 報告 告")]
    public void Words_have_parts(string text, string parts) => Assert.Equal(parts, SearchWords.Of(text, null).PartsText);

    [Fact]
    public void A_word_knows_where_it_stands()
    {
        const string Text = "🎉 Über_Straße.pdf";

        Assert.Equal(["🎉", "Über", "Straße", "pdf"], WordSplitter.Split(Text).Select(w => Text.Substring(w.Start, w.Length)));
    }

    [Fact]
    public void Long_words_are_cut_to_what_the_index_takes() =>
        Assert.All(WordSplitter.Split($"{new string('x', 4_000)} {new string('界', 4_000)}"), w => Assert.InRange(w.Text.Length, WordSplitter.LongestPart, WordSplitter.MaxLength));

    [Fact]
    public void Any_text_is_split_into_words_that_are_split_into_themselves()
    {
        var random = new Random(10);
        for (var n = 0; n < 2_000; n++)
        {
            var text = CanonicalForm.Compose(string.Concat(Enumerable.Range(0, 20).Select(_ => (char)random.Next(1, random.Next(4) == 0 ? 0xD800 : 0x250))));
            foreach (var word in WordSplitter.Split(text))
            {
                Assert.Equal(word.Text, SearchWords.Of(word.Text));
                Assert.DoesNotContain(word.Text, c => char.IsWhiteSpace(c) || "'/#.|\\".Contains(c));
            }
        }
    }

    [Theory]
    [InlineData("budjet", "budget")]
    [InlineData("bugdet", "budget")]
    [InlineData("bdget", "budget")]
    [InlineData("buudget", "budget")]
    [InlineData("отчот", "отчет")]
    public void A_typo_away_are_words(string typed, string meant) => Assert.Contains(meant, Typos.Of(typed));

    [Theory]
    [InlineData("tl072")]
    [InlineData("cat")]
    [InlineData("報告報告")]
    public void Some_words_are_meant_as_they_are(string word) => Assert.False(Typos.MayHave(word));

    [Fact]
    public void A_word_has_a_bounded_number_of_others_a_typo_away() => Assert.InRange(Typos.Of("abcdefghijklmnopqrstuvwx").Count, 1_000, 1_400);
}
