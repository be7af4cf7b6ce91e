using System.Text;
using DocMgmt.Drive.Text;

namespace DocMgmt.Drive.Items;

/// <summary>Text whose byte order (COLLATE "C") is the order in which people expect names: punctuation, then digit runs by value, then
/// letters; accents and case matter only between names that are otherwise equal. The same on every machine: with InvariantGlobalization
/// case comes from the runtime's own data rather than from the machine's ICU.</summary>
/// <remarks>
/// <para>A key is <c>base accents name</c> with a space between; neither of the first two contains one.</para>
/// <para>The base folds case and leaves out accents. '!' to 'A' are ASCII punctuation; 'B' leads any other symbol; 'C' to '`' tell how many
/// digits follow; a to z and what lies above ASCII are letters, by code point beyond the Latin alphabet.</para>
/// <para>The accents are listed as: how many unaccented elements lie before ('}' for none, less for more), then the marks.</para>
/// <para>The name itself decides between what is left: case (upper first), leading zeros, digits of other scripts.</para>
/// </remarks>
public static class SortKey
{
    /// <summary>No key of a valid name has more UTF-8 bytes. The worst case is 127 Greek letters of two bytes that carry two accents each.</summary>
    public const int MaxBytes = 1150;

    /// <summary>The key of a name, at most <see cref="MaxBytes"/> bytes in UTF-8; different names have different keys.</summary>
    /// <param name="name">A normalized name without a fault. Of any other string the key is still valid text without NUL.</param>
    public static string Of(string name)
    {
        var (elements, accents) = (new SortElements(), new SortAccents());
        var (tail, points) = (new StringBuilder(name.Length), new List<int>());
        foreach (var rune in name.EnumerateRunes())
        {
            var safe = rune.Value == 0 ? Rune.ReplacementChar : rune;
            tail.Append(safe.ToString());
            points.Clear();
            FoldedLetters.TakeApart(safe.Value, points);
            foreach (var point in points)
            {
                if (FoldedLetters.IsAccent(point)) accents.Add(elements.CountToHere(), new Rune(point));
                else if (elements.Add(new Rune(point)) is { } folded) accents.Add(elements.CountToHere(), folded);
            }
        }
        return $"{elements} {accents} {tail}";
    }
}
