using DocMgmt.Api.Pages.Language;
using DocMgmt.Drive.Files;

namespace DocMgmt.Api.Pages;

internal static class KindName
{
    private const int LongestShortName = 5; // WEBP and XHTML are names to some, VND.OASIS is none

    /// <summary>What people call a type that a link takes: a kind where all of it is taken, else a short name such as PNG, else the type itself.</summary>
    /// <param name="range">Such as <c>image/*</c> or <c>image/png</c>.</param>
    public static string Of(string range, Words words) => range.Split('/')[^1] switch
    {
        "*" => words.Kinds[FileKinds.Of(range)],
        "plain" => "TXT",
        { Length: <= LongestShortName } name when name.All(char.IsAsciiLetterOrDigit) => name.ToUpperInvariant(),
        _ => MimeType.ExtensionOf(range)?.ToUpperInvariant() ?? range,
    };
}
