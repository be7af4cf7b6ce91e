using System.Globalization;
using System.Text;
using DocMgmt.Drive.Text;

namespace DocMgmt.Drive.Items;

/// <summary>Writes the first part of a <see cref="SortKey"/>: what a name says but for accents and case.</summary>
internal sealed class SortElements
{
    private const string Punctuation = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"; // CLDR's order
    private const char FirstPunctuation = '!', OtherSymbol = 'B', NoDigits = 'C', ManyDigits = '`';

    private readonly StringBuilder written = new();
    private readonly StringBuilder digits = new();
    private bool inDigits;
    private int count;

    /// <summary>Adds a character that is no accent. Returns it when it was filed under another letter: it then sorts as an accent does.</summary>
    public Rune? Add(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (category == UnicodeCategory.DecimalDigitNumber)
        {
            AddDigit((char)('0' + (int)Rune.GetNumericValue(rune)));
            return null;
        }
        EndDigits();
        count++;
        if (IsSymbol(category))
        {
            AddSymbol(rune);
            return null;
        }
        var folded = FoldedLetters.Small(rune);
        if (FoldedLetters.BaseOf(folded) is not { } letters)
        {
            written.Append(folded.ToString());
            return null;
        }
        written.Append(letters);
        count += letters.Length - 1;
        return folded;
    }

    /// <summary>How many elements are written; a run of digits is one and ends here.</summary>
    public int CountToHere()
    {
        EndDigits();
        return count;
    }

    public override string ToString()
    {
        EndDigits();
        return written.ToString();
    }

    private void AddDigit(char digit)
    {
        inDigits = true;
        if (digits.Length > 0 || digit != '0') digits.Append(digit);
    }

    // Without leading zeros a longer run is a greater number; 28 lengths take one byte, others three: '`' and two hexadecimal digits.
    private void EndDigits()
    {
        if (!inDigits) return;
        if (NoDigits + digits.Length < ManyDigits) written.Append((char)(NoDigits + digits.Length));
        else written.Append(ManyDigits).Append($"{digits.Length:X2}");
        written.Append(digits);
        digits.Clear();
        inDigits = false;
        count++;
    }

    private void AddSymbol(Rune rune)
    {
        var index = rune.IsAscii ? Punctuation.IndexOf((char)rune.Value) : -1;
        if (index >= 0) written.Append((char)(FirstPunctuation + index));
        else written.Append(OtherSymbol).Append(rune.ToString());
    }

    private static bool IsSymbol(UnicodeCategory category) => category is not (
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
