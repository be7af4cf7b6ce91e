using System.Security.Cryptography;
using DocMgmt.Blobs;

namespace DocMgmt.Tests.Blobs;

public class Sha256HashTests
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Theory]
    [InlineData(Abc)]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public void Either_case_is_read_and_lower_case_is_written(string hex)
    {
        Assert.True(Sha256Hash.TryParse(hex, out var hash));
        Assert.Equal(new(SHA256.HashData("abc"u8.ToArray())), hash);
        Assert.Equal(Abc, hash.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData(Abc + "00")]
    [InlineData(" a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("１a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("../../../../../../../../../../../../../../../../../../etc/passwd0")]
    public void Anything_but_64_hexadecimal_digits_is_refused(string? hex) => Assert.False(Sha256Hash.TryParse(hex, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Another_number_of_bytes_is_refused(int length) => Assert.Throws<ArgumentException>(() => new Sha256Hash(new byte[length]));

    [Fact]
    public void Equal_bytes_are_equal_hashes_and_the_default_is_all_zero()
    {
        Assert.True(new Sha256Hash(new byte[32]) == default);
        Assert.Equal(new Sha256Hash(new byte[32]).GetHashCode(), default(Sha256Hash).GetHashCode());
        Assert.True(new Sha256Hash(SHA256.HashData([1])) != new Sha256Hash(SHA256.HashData([2])));
    }
}
