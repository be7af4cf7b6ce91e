using DocMgmt.Blobs;

namespace DocMgmt.Tests.Blobs;

public class BlobKeyTests
{
    private const string Hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private const string Generation = "0123456789abcdef";

    [Theory]
    [InlineData($"{Hash}-{Generation}")]
    [InlineData($"ba/{Hash}-{Generation}")]
    public void A_name_and_a_whole_key_are_read(string text)
    {
        Assert.True(BlobKey.TryParse(text, out var key));
        Assert.Equal(Generation, key.Generation);
        Assert.Equal($"{Hash}-{Generation}", key.Name);
        Assert.Equal($"ba/{Hash}-{Generation}", key.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("ab/")]
    [InlineData(Hash)]
    [InlineData($"{Hash}-")]
    [InlineData($"{Hash}_{Generation}")]
    [InlineData($"{Hash}-{Generation}0")]
    [InlineData($"{Hash}-{Generation}\n")]
    [InlineData($"{Hash}-{Generation}.part")]
    [InlineData($"{Hash}-0123456789ABCDEF")]
    [InlineData($"{Hash}-../../../../etc/")]
    [InlineData($"{Hash}-０123456789abcde")]
    [InlineData($"cd/{Hash}-{Generation}")]
    [InlineData($"BA/{Hash}-{Generation}")]
    [InlineData($"../{Hash}-{Generation}")]
    [InlineData($"/ba/{Hash}-{Generation}")]
    [InlineData($"ba//{Hash}-{Generation}")]
    [InlineData($"blobs/ba/{Hash}-{Generation}")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD-0123456789abcdef")]
    public void Anything_else_is_refused(string? text)
    {
        Assert.False(BlobKey.TryParse(text, out var key));
        Assert.Equal(default, key);
    }

    [Fact]
    public void New_keys_of_one_content_differ_and_can_be_read_back()
    {
        Assert.True(Sha256Hash.TryParse(Hash, out var hash));

        var (one, other) = (BlobKey.New(hash), BlobKey.New(hash));

        Assert.NotEqual(one, other);
        Assert.True(BlobKey.TryParse(one.ToString(), out var read));
        Assert.Equal(one, read);
    }
}
