using System.Globalization;
using System.Text;

namespace DocMgmt.Api.Pages;

/// <summary>
/// Names as pages show them. Characters that one can't see but that move others about (Unicode's bidirectional controls) are shown as such:
/// with one of them, <c>ann[RLO]fdp.exe</c> would look like a PDF.
/// </summary>
internal static class ShownName
{
    private const string Instead = "\uFFFD";

    public static string Of(string name)
    {
        if (!name.EnumerateRunes().Any(IsHidden)) return name;
        var shown = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes()) shown.Append(IsHidden(rune) ? Instead : rune.ToString());
        return shown.ToString();
    }

    // Joiners (U+200C, U+200D) are part of how words and emoji are written, and move nothing.
    private static bool IsHidden(Rune rune) => rune.Value is not (0x200C or 0x200D) && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        && rune.Value is < 0xE0000;
}
