using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using FluentValidation;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>What a link allows, and until when; the members are as in <see cref="ShareLink"/>.</summary>
public sealed record LinkTerms(
    string? Label, DateTimeOffset? ExpiresAt, bool AllowDownload, int? MaxDownloads, int? MaxUploads, long? MaxUploadBytes, IReadOnlyList<string>? AllowedTypes)
{
    /// <summary>The same as the statements take it.</summary>
    /// <exception cref="Problem">400: it would be over at once.</exception>
    internal object Values(DateTime now) => new
    {
        Label, ExpiresAt = Permissions.Permission.End(ExpiresAt, now), AllowDownload, MaxDownloads, MaxUploads, MaxUploadBytes,
        AllowedTypes = AllowedTypes?.Select(t => t.ToLowerInvariant()).ToArray(),
    };

    internal sealed class Validator : AbstractValidator<LinkTerms>
    {
        private const int MaxLabel = 255;
        private const int MostTypes = 100;

        public Validator()
        {
            RuleFor(t => t.Label).MaximumLength(MaxLabel).NotEqual("").Must(l => l?.Any(char.IsControl) != true).WithMessage("A label has no control characters.");
            RuleFor(t => t.MaxDownloads).GreaterThan(0);
            RuleFor(t => t.MaxUploads).GreaterThan(0);
            RuleFor(t => t.MaxUploadBytes).GreaterThan(0);
            RuleFor(t => t.AllowedTypes).Must(types => types is null or { Count: > 0 and <= MostTypes }).WithMessage($"Say 1 to {MostTypes} types, or null for all.")
                .Must(types => types?.All(IsType) != false).WithMessage("A type is like image/png, or image/* for all of a kind.");
        }

        private static bool IsType(string? text) =>
            text?.Contains(';', StringComparison.Ordinal) == false && MimeType.IsValid(text.EndsWith("/*", StringComparison.Ordinal) ? $"{text[..^1]}x" : text);
    }
}

/// <summary>What of a link can be changed, by the names of its columns.</summary>
[Flags]
public enum LinkMembers
{
    None = 0,
    Label = 1,
    Password = 2,
    ExpiresAt = 4,
    AllowDownload = 8,
    MaxDownloads = 16,
    MaxUploads = 32,
    MaxUploadBytes = 64,
    AllowedTypes = 128,
}
