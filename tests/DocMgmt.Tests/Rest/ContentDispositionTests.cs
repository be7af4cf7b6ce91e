using System.Net.Http.Headers;
using DocMgmt.Api.Rest;

namespace DocMgmt.Tests.Rest;

public class ContentDispositionTests
{
    [Theory]
    [InlineData("report.pdf", "attachment; filename=\"report.pdf\"")]
    [InlineData("a b; c='d', (e)*.txt", "attachment; filename=\"a b; c='d', (e)*.txt\"")]
    [InlineData("", "attachment; filename=\"\"")]
    [InlineData("€ rates.txt", "attachment; filename=\"_ rates.txt\"; filename*=UTF-8''%E2%82%AC%20rates.txt")]
    [InlineData("50%25.txt", "attachment; filename=\"50_25.txt\"; filename*=UTF-8''50%2525.txt")]
    [InlineData("say \"hi\"\\.txt", "attachment; filename=\"say _hi__.txt\"; filename*=UTF-8''say%20%22hi%22%5C.txt")]
    [InlineData("=?utf-8?Q?x?=", "attachment; filename=\"_?utf-8?Q?x?=\"; filename*=UTF-8''%3D%3Futf-8%3FQ%3Fx%3F%3D")]
    [InlineData("😀.png", "attachment; filename=\"_.png\"; filename*=UTF-8''%F0%9F%98%80.png")]
    [InlineData("a\u202Egnp.exe", "attachment; filename=\"a_gnp.exe\"; filename*=UTF-8''a%E2%80%AEgnp.exe")]
    [InlineData("é!#$&+-.^_`|~*'()", "attachment; filename=\"_!#$&+-.^_`|~*'()\"; filename*=UTF-8''%C3%A9!#$&+-.^_`|~%2A%27%28%29")]
    [InlineData("a\r\nX: 1", "attachment; filename=\"a__X: 1\"; filename*=UTF-8''a%0D%0AX%3A%201")]
    public void A_name_is_sent_plainly_if_possible_and_encoded_beside_a_fallback_if_not(string name, string expected) =>
        Assert.Equal(expected, ContentDisposition.Attachment(name));

    [Fact]
    public void A_lone_surrogate_is_sent_as_the_replacement_character() =>
        Assert.Equal("attachment; filename=\"_\"; filename*=UTF-8''%EF%BF%BD", ContentDisposition.Attachment("\uD800"));

    [Fact]
    public void Inline_content_has_a_name_too() => Assert.Equal("inline; filename=\"a.png\"", ContentDisposition.Inline("a.png"));

    [Fact]
    public void Any_name_arrives_and_nothing_else_does()
    {
        var random = new Random(2);
        for (var round = 0; round < 20_000; round++)
        {
            var name = new string([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(round % 2 == 0 ? 0x80 : 0xD800))]);

            var value = ContentDisposition.Attachment(name);

            Assert.DoesNotContain(value, c => c is < ' ' or > '~');
            var parsed = ContentDispositionHeaderValue.Parse(value);
            Assert.Equal(name, parsed.FileNameStar ?? parsed.FileName?.Trim('"'));
            Assert.Equal("attachment", parsed.DispositionType);
            Assert.InRange(parsed.Parameters.Count, 1, 2);
        }
    }
}
