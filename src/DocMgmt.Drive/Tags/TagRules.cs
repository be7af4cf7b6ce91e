using System.Text;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Text;
using FluentValidation;

namespace DocMgmt.Drive.Tags;

/// <summary>The rules for tags' names and colours, and how many there may be.</summary>
public static class TagRules
{
    public const int MaxLength = 64;

    /// <summary>How many tags an item can carry.</summary>
    public const int MostOfItem = 100;

    /// <summary>How many tags a drive can have.</summary>
    public const int MostOfDrive = 10_000;

    /// <summary>How many tags a list has at most.</summary>
    public const int MostListed = 1_000;

    /// <summary>As it is stored and shown: trimmed, in Unicode normalization form C. Takes any string.</summary>
    internal static string Normalize(string name) => CanonicalForm.Compose(name).Trim();

    /// <summary>What two names of one tag have in common: neither case nor how a letter is composed counts. Takes any string.</summary>
    internal static string Key(string name) => Fold(Normalize(name));

    /// <summary>What the keys of all names begin with that begin like this. A space at the end is meant.</summary>
    internal static string PrefixKey(string prefix) => Fold(CanonicalForm.Compose(prefix).TrimStart());

    /// <summary>What comes after all of these keys, as bytes are ordered: none has as many of the last character.</summary>
    internal static string PrefixEnd(string prefixKey) => prefixKey + string.Concat(Enumerable.Repeat("\U0010FFFF", MaxLength));

    // Up, then down: so that what has two small letters (σ, ς) or two capital ones is one.
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) folded.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).ToString());
        return CanonicalForm.Compose(folded.ToString());
    }

    /// <summary>Whether a name keeps the rules. Takes any string.</summary>
    internal static bool Fits(string name) => Normalize(name) is { Length: > 0 and <= MaxLength } && !name.Any(char.IsControl) && !ItemName.HasLoneSurrogate(name);

    /// <summary>Null passes. The property keeps the text as sent: the handler stores <see cref="Normalize"/> of it.</summary>
    internal static IRuleBuilderOptions<T, string?> TagName<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(n => n is null || Normalize(n) is { Length: > 0 and <= MaxLength }).WithMessage($"A tag has 1 to {MaxLength} characters.")
        .Must(n => n is null || !n.Any(char.IsControl)).WithMessage("A tag must not contain control characters.")
        .Must(n => n is null || !ItemName.HasLoneSurrogate(n)).WithMessage("A tag must be valid Unicode.");

    /// <summary>Null passes.</summary>
    internal static IRuleBuilderOptions<T, string?> TagColor<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(c => c is null || (c.Length == 7 && c[0] == '#' && c.Skip(1).All(char.IsAsciiHexDigit))).WithMessage("A colour is written #rrggbb, such as #1a73e8.");
}
