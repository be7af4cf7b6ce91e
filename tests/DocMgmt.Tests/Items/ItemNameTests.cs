using System.Text;
using DocMgmt.Drive.Items;
using FluentValidation;

namespace DocMgmt.Tests.Items;

public class ItemNameTests
{
    [Theory]
    [InlineData("cafe\u0301.txt", "caf\u00E9.txt")]
    [InlineData("caf\u00E9.txt", "caf\u00E9.txt")]
    [InlineData("\u1100\u1161", "\uAC00")]
    [InlineData("  A  B.TXT ", "  A  B.TXT ")]
    [InlineData("\uFB01le", "\uFB01le")]
    [InlineData("", "")]
    public void Normalizing_composes_and_changes_nothing_else(string given, string expected) =>
        Assert.Equal(expected, ItemName.Normalize(given));

    [Theory]
    [InlineData("a")]
    [InlineData("...")]
    [InlineData(".bashrc")]
    [InlineData("a\\b:c*d?\"<e>|")]
    [InlineData(" ")]
    [InlineData("日本語 📄.pdf")]
    [InlineData("photo\u202Egnp.exe")]
    public void Any_other_name_is_fine(string name) => Assert.Null(ItemName.Fault(name));

    [Theory]
    [InlineData("", "empty")]
    [InlineData(".", "\"..\"")]
    [InlineData("..", "\"..\"")]
    [InlineData("a/b", "\"/\"")]
    [InlineData("/", "\"/\"")]
    [InlineData("a\0b", "control characters")]
    [InlineData("a\nb", "control characters")]
    [InlineData("a\u007F", "control characters")]
    [InlineData("a\u0085", "control characters")]
    public void An_unusable_name_is_refused_with_its_reason(string name, string reason) =>
        Assert.Contains(reason, ItemName.Fault(name));

    // Not a theory: an attribute cannot hold a lone surrogate.
    [Fact]
    public void A_lone_surrogate_is_refused()
    {
        foreach (var name in (string[])["a\uD83D", "\uDE00a", "\uDE00\uD83D"])
        {
            Assert.Equal(name, ItemName.Normalize(name));
            Assert.Contains("valid Unicode", ItemName.Fault(name));
        }
    }

    [Theory]
    [InlineData("a", 255)]
    [InlineData("é", 127)]
    [InlineData("日", 85)]
    [InlineData("😀", 63)]
    public void A_name_has_at_most_255_bytes(string character, int fits)
    {
        Assert.Null(ItemName.Fault(string.Concat(Enumerable.Repeat(character, fits))));
        Assert.Contains("255 bytes", ItemName.Fault(string.Concat(Enumerable.Repeat(character, fits + 1))));
    }

    [Theory]
    [InlineData("report.pdf", 1, "report (1).pdf")]
    [InlineData("report", 12, "report (12)")]
    [InlineData("archive.tar.gz", 1, "archive.tar (1).gz")]
    [InlineData(".bashrc", 1, ".bashrc (1)")]
    [InlineData("..config", 1, "..config (1)")]
    [InlineData("ends.", 1, "ends. (1)")]
    [InlineData("report (1).pdf", 2, "report (1) (2).pdf")]
    [InlineData("Dr. Who", 1, "Dr. Who (1)")]
    [InlineData("", 1, " (1)")]
    public void A_number_goes_before_the_extension(string name, int n, string expected) =>
        Assert.Equal(expected, ItemName.Numbered(name, n));

    [Fact]
    public void A_folder_has_no_extension() => Assert.Equal("v1.2 (3)", ItemName.Numbered("v1.2", 3, isFolder: true));

    [Theory]
    [InlineData("a", ".txt")]
    [InlineData("é", ".txt")]
    [InlineData("日", "")]
    [InlineData("😀", ".jpeg")]
    public void A_numbered_name_still_fits_and_is_cut_between_characters(string character, string extension)
    {
        var name = string.Concat(Enumerable.Repeat(character, 255)) + extension;

        var numbered = ItemName.Numbered(name, int.MaxValue);

        var tail = $" (2147483647){extension}";
        Assert.EndsWith(tail, numbered);
        Assert.Equal(0, (numbered.Length - tail.Length) % character.Length);
        Assert.InRange(Encoding.UTF8.GetByteCount(numbered), 252, 255);
    }

    [Fact]
    public void A_very_long_extension_is_none() =>
        Assert.Equal($"a.{new string('x', 249)} (1)", ItemName.Numbered($"a.{new string('x', 253)}", 1));

    [Fact]
    public void No_string_makes_the_functions_throw()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var name = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x10000 : 0x180))]);
            var normalized = ItemName.Normalize(name);
            ItemName.Fault(normalized);
            ItemName.Numbered(name, 1 + random.Next(1000));
            Assert.Equal(normalized, ItemName.Normalize(normalized));
        }
    }

    [Theory]
    [InlineData("cafe\u0301", null)]
    [InlineData("a/b", "A name must not contain \"/\".")]
    [InlineData(null, "A name must not be empty.")]
    public void The_validators_rule_tells_the_reason(string? name, string? message)
    {
        var failure = new RenameValidator().Validate(new Rename(name!)).Errors.SingleOrDefault();

        Assert.Equal(message, failure?.ErrorMessage);
    }

    [Fact]
    public void The_rule_judges_the_normalized_name() =>
        Assert.True(new RenameValidator().Validate(new Rename(string.Concat(Enumerable.Repeat("e\u0301", 127)))).IsValid);

    private sealed record Rename(string Name);

    private sealed class RenameValidator : AbstractValidator<Rename>
    {
        public RenameValidator() => RuleFor(r => r.Name).ItemName();
    }
}
