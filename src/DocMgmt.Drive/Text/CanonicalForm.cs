using System.Text;

namespace DocMgmt.Drive.Text;

/// <summary>Unicode normalization (UAX #15) from a table of our own: <see cref="string.Normalize()"/> changes nothing when the
/// process runs with InvariantGlobalization, and otherwise depends on the machine's ICU.</summary>
public static class CanonicalForm
{
    private const int FirstSyllable = 0xAC00, FirstLead = 0x1100, FirstVowel = 0x1161, BeforeTrail = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28;

    /// <summary>Normalization form C. Takes any string: a lone surrogate stays where it is.</summary>
    public static string Compose(string text)
    {
        // Nothing below U+0300 ever composes or reorders.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF')) return text;
        var composed = new List<int>(text.Length);
        int starter = -1, lastClass = 0;
        foreach (var point in Decomposed(text))
        {
            var combiningClass = CombiningClass(point);
            var reachesStarter = starter >= 0 && (starter == composed.Count - 1 || lastClass < combiningClass);
            if (reachesStarter && TryCompose(composed[starter], point, out var composite))
            {
                composed[starter] = composite;
                continue;
            }
            if (combiningClass == 0) starter = composed.Count;
            lastClass = combiningClass;
            composed.Add(point);
        }
        return ToText(composed);
    }

    /// <summary>Normalization form D. Takes any string: a lone surrogate stays where it is.</summary>
    public static string Decompose(string text) => ToText(Decomposed(text));

    /// <summary>The canonical combining class of a code point: 0 for starters, else 1 to 254.</summary>
    internal static int CombiningClass(int point) => CanonicalTable.Instance.ClassOf(point);

    /// <summary>Appends the full canonical decomposition of one code point, which is itself when it has none.</summary>
    internal static void Decompose(int point, List<int> to)
    {
        if (point - FirstSyllable is >= 0 and < Leads * Vowels * Trails and var syllable)
        {
            to.Add(FirstLead + syllable / (Vowels * Trails));
            to.Add(FirstVowel + syllable / Trails % Vowels);
            if (syllable % Trails > 0) to.Add(BeforeTrail + syllable % Trails);
        }
        else if (CanonicalTable.Instance.Decomposition(point) is [var first, .. var rest])
        {
            Decompose(first, to);
            to.AddRange(rest);
        }
        else
        {
            to.Add(point);
        }
    }

    private static List<int> Decomposed(string text)
    {
        var points = new List<int>(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            Decompose(isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i], points);
        }
        Reorder(points);
        return points;
    }

    // Sorts each run of marks by class, stably, and in n log n: a client chooses how long a run is.
    private static void Reorder(List<int> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            var end = start;
            while (end < points.Count && CombiningClass(points[end]) != 0) end++;
            if (end - start < 2) continue;
            var marks = points.GetRange(start, end - start).OrderBy(CombiningClass).ToList();
            for (var i = 0; i < marks.Count; i++) points[start + i] = marks[i];
            start = end;
        }
    }

    private static bool TryCompose(int first, int second, out int composed)
    {
        if (first - FirstLead is >= 0 and < Leads and var lead && second - FirstVowel is >= 0 and < Vowels and var vowel)
        {
            composed = FirstSyllable + (lead * Vowels + vowel) * Trails;
            return true;
        }
        if (first - FirstSyllable is >= 0 and < Leads * Vowels * Trails and var syllable && syllable % Trails == 0
            && second - BeforeTrail is > 0 and < Trails and var trail)
        {
            composed = first + trail;
            return true;
        }
        return CanonicalTable.Instance.TryCompose(first, second, out composed);
    }

    private static string ToText(List<int> points)
    {
        var text = new StringBuilder(points.Count + 8);
        foreach (var point in points)
        {
            if (point > char.MaxValue) text.Append(char.ConvertFromUtf32(point));
            else text.Append((char)point);
        }
        return text.ToString();
    }
}
