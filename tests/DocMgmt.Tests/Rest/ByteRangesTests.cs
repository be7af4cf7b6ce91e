using DocMgmt.Api.Rest;

namespace DocMgmt.Tests.Rest;

public class ByteRangesTests
{
    [Theory]
    [InlineData("bytes=0-0", "0+1")]
    [InlineData("bytes=2-", "2+8")]
    [InlineData("bytes=-3", "7+3")]
    [InlineData("bytes=-30", "0+10")]
    [InlineData("BYTES=8-99999999999999999999", "8+2")]
    [InlineData("bytes=5-6, 0-1", "0+2 5+2")]
    [InlineData("bytes=0-3,2-5,6-6", "0+7")]
    [InlineData("bytes=0-1,99-", "0+2")]
    [InlineData("bytes=10-", "")]
    [InlineData("bytes=-0", "")]
    public void Ranges_are_read_joined_and_cut_to_the_content(string header, string expected) =>
        Assert.Equal(expected, string.Join(' ', ByteRanges.Read(header, 10)!.Select(r => $"{r.Start}+{r.Length}")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=0-1;2-3")]
    [InlineData("bytes=+1-2")]
    [InlineData("lines=0-1")]
    public void A_header_that_says_nothing_is_ignored(string? header) => Assert.Null(ByteRanges.Read(header, 10));

    [Fact]
    public void More_than_a_hundred_pieces_are_ignored() =>
        Assert.Null(ByteRanges.Read("bytes=" + string.Join(',', Enumerable.Range(0, 101).Select(i => $"{i * 2}-{i * 2}")), 1_000));

    [Fact]
    public void Nothing_of_an_empty_content_can_be_had() => Assert.Empty(ByteRanges.Read("bytes=0-", 0)!);
}
