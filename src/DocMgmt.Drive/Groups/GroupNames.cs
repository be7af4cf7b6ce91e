using DocMgmt.Drive.Items;
using DocMgmt.Drive.Text;
using FluentValidation;

namespace DocMgmt.Drive.Groups;

/// <summary>The rules for names of groups. Several groups may have the same one.</summary>
internal static class GroupNames
{
    private const int MaxLength = 100;

    /// <summary>As it is stored: trimmed, in Unicode normalization form C. Takes any string.</summary>
    public static string Normalize(string name) => CanonicalForm.Compose(name).Trim();

    /// <summary>Null passes. The property keeps the text as sent: the handler stores <see cref="Normalize"/> of it.</summary>
    public static IRuleBuilderOptions<T, string?> GroupName<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(n => n is null || Normalize(n) is { Length: > 0 and <= MaxLength }).WithMessage($"A name has 1 to {MaxLength} characters.")
        .Must(n => n is null || !n.Any(char.IsControl)).WithMessage("A name must not contain control characters.")
        .Must(n => n is null || !ItemName.HasLoneSurrogate(n)).WithMessage("A name must be valid Unicode.");
}
