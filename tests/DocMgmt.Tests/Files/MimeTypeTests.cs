using System.Text;
using DocMgmt.Drive.Files;

namespace DocMgmt.Tests.Files;

public class MimeTypeTests
{
    [Theory]
    [InlineData("image/png", "image/png")]
    [InlineData(" Image/PNG ", "image/png")]
    [InlineData("application/vnd.acme+json; version=2", "application/vnd.acme+json")]
    [InlineData("text/plain; format=flowed; Charset=\"UTF-8\"", "text/plain; charset=utf-8")]
    [InlineData("text/csv;charset=iso-8859-1", "text/csv; charset=iso-8859-1")]
    [InlineData("text/csv;charset=\"a b\"", "text/csv")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    public void A_given_type_is_kept_without_its_parameters(string given, string expected) =>
        Assert.Equal(expected, MimeType.Of(given, "a.txt", "%PDF-1.7"u8));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("application/octet-stream")]
    [InlineData("Application/Octet-Stream; x=y")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    [InlineData("text/*")]
    public void A_type_that_says_nothing_is_replaced_by_the_extensions(string? given) =>
        Assert.Equal("application/pdf", MimeType.Of(given, "A.PDF", "\u0089PNG"u8));

    [Theory]
    [InlineData("a.webp", "image/webp")]
    [InlineData("a.avif", "image/avif")]
    [InlineData("a.heic", "image/heic")]
    [InlineData("README.md", "text/markdown")]
    [InlineData("a.yml", "application/yaml")]
    [InlineData("a.7z", "application/x-7z-compressed")]
    [InlineData("a.tar.zst", "application/zstd")]
    [InlineData("a.zip", "application/zip")]
    [InlineData("a.tar.gz", "application/gzip")]
    [InlineData("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("a.odt", "application/vnd.oasis.opendocument.text")]
    [InlineData("a.js", "text/javascript")]
    [InlineData("a.csv", "text/csv")]
    [InlineData("a.svg", "image/svg+xml")]
    [InlineData("a.mp4", "video/mp4")]
    public void An_extension_decides_before_the_content(string name, string expected) =>
        Assert.Equal(expected, MimeType.Of(null, name, "{}"u8));

    // One character a byte.
    [Theory]
    [InlineData("\u0089PNG\r\n\u001A\n\0\0", "image/png")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", "image/jpeg")]
    [InlineData("GIF89a\u0001", "image/gif")]
    [InlineData("RIFF\u0001\u0002\0\0WEBPVP8 ", "image/webp")]
    [InlineData("RIFF\u0001\u0002\0\0WAVEfmt ", "audio/wav")]
    [InlineData("%PDF-1.7\n%\u00E2", "application/pdf")]
    [InlineData("PK\u0003\u0004\u0014\0", "application/zip")]
    [InlineData("\u001F\u008B\u0008", "application/gzip")]
    [InlineData("(\u00B5/\u00FD$", "application/zstd")]
    [InlineData("7z\u00BC\u00AF'\u001C\0", "application/x-7z-compressed")]
    [InlineData("\0\0\0 ftypisom", "video/mp4")]
    [InlineData("\0\0\0 ftypavif", "image/avif")]
    [InlineData("\0\0\0\u0018ftypheic", "image/heic")]
    [InlineData("OggS\0\u0002", "application/ogg")]
    [InlineData("fLaC\0", "audio/flac")]
    [InlineData("ID3\u0004\0", "audio/mpeg")]
    [InlineData("SQLite format 3\0\u0010", "application/vnd.sqlite3")]
    [InlineData("\u007FELF\u0002", "application/x-elf")]
    [InlineData("<?xml version=\"1.0\"?>", "text/xml")]
    [InlineData("\u00EF\u00BB\u00BF \r\n<!DOCTYPE HTML>", "text/html")]
    [InlineData("<Html lang=en>", "text/html")]
    [InlineData("<svg xmlns=", "image/svg+xml")]
    [InlineData("hello\n", "text/plain")]
    [InlineData("gr\u00C3\u00BC\u00C3\u009Fe", "text/plain")]
    [InlineData("cut off: \u00E6\u0097", "text/plain")]
    [InlineData("cut off: \u00F0\u009F\u0098", "text/plain")]
    [InlineData("gr\u00FC\u00DFe", "application/octet-stream")]
    [InlineData("a\0b", "application/octet-stream")]
    [InlineData("RIFF\u0001\u0002", "application/octet-stream")]
    [InlineData("", "application/octet-stream")]
    [InlineData("\u00E6", "application/octet-stream")]
    public void Without_a_known_extension_the_content_decides(string content, string expected)
    {
        var bytes = Encoding.Latin1.GetBytes(content);

        Assert.Equal(expected, MimeType.Of(null, "name", bytes));
        Assert.Equal(expected, MimeType.Of(null, "name.unheard-of", bytes));
        Assert.Equal(expected, MimeType.Of(null, "name.bin", bytes));
    }

    [Fact]
    public void A_ts_file_is_a_script_or_a_film_as_its_content_says() => Assert.Equal("text/plain", MimeType.Of(null, "a.ts", "let x;"u8));

    [Theory]
    [InlineData("text/plain", true)]
    [InlineData("application/octet-stream", true)]
    [InlineData("text/html; charset=utf-8", true)]
    [InlineData("x/y+z.w-1!#$&^_", true)]
    [InlineData("text", false)]
    [InlineData("text/", false)]
    [InlineData("/plain", false)]
    [InlineData("*/*", false)]
    [InlineData("image/*", false)]
    [InlineData("text/pl ain", false)]
    [InlineData("text/plain, text/html", false)]
    [InlineData("text/plain\r\nX-Injected: 1", false)]
    [InlineData("text/plän", false)]
    public void Only_a_single_media_type_is_valid(string given, bool isValid) => Assert.Equal(isValid, MimeType.IsValid(given));

    [Fact]
    public void Each_part_has_at_most_127_characters()
    {
        var longest = $"{new string('a', 127)}/{new string('b', 127)}";

        Assert.Equal(MimeType.MaxLength, MimeType.Of(longest, "", []).Length);
        Assert.False(MimeType.IsValid(longest + "b"));
        Assert.False(MimeType.IsValid("a" + longest));
    }

    [Fact]
    public void No_string_makes_the_functions_throw()
    {
        var random = new Random(11);
        const string letters = "ab/;=\" ,*\\\r\n\0é\uD800%";
        for (var round = 0; round < 50_000; round++)
        {
            var given = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => letters[random.Next(letters.Length)])]);
            var type = MimeType.Of(given, given, Encoding.Latin1.GetBytes(given));
            Assert.True(MimeType.IsValid(type), type);
        }
    }
}
