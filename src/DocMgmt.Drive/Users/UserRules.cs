using FluentValidation;

namespace DocMgmt.Drive.Users;

/// <summary>What e-mail addresses, names and quotas look like.</summary>
public static class UserRules
{
    /// <summary>As it is stored and looked up: trimmed, lower-case.</summary>
    public static string Normalize(string email) => email.Trim().ToLowerInvariant();

    public static IRuleBuilderOptions<T, string> AccountEmail<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().MaximumLength(254)
        .Must(e => e is null || IsEmail(e)).WithMessage("An e-mail address looks like 'somebody@example.com'.");

    public static IRuleBuilderOptions<T, string?> PersonName<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(n => n is null || (!string.IsNullOrWhiteSpace(n) && !n.Any(char.IsControl))).WithMessage("A name is not empty and has no control characters.")
        .MaximumLength(200);

    /// <summary>Whether it is one once it is normalized.</summary>
    public static bool IsEmail(string email)
    {
        var text = Normalize(email);
        var at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }
}
