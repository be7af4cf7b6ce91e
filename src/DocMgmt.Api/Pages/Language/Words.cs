using DocMgmt.Drive.Files;
using System.Globalization;

namespace DocMgmt.Api.Pages.Language;

/// <summary>All that pages say, in one language. Another language is another instance: the compiler tells what it lacks.</summary>
public sealed record Words
{
    /// <summary>As in Accept-Language (RFC 9110, section 12.5.4) and <c>lang</c>: a primary subtag.</summary>
    public required string Tag { get; init; }

    // Everywhere
    public required string SkipToContent { get; init; }
    public required string Footer { get; init; }
    public required string AvailableUntil { get; init; }
    public required string Qr { get; init; }
    public required string QrHint { get; init; }
    public required string QrPassword { get; init; }
    public required string QrImage { get; init; }
    public required string CopyAddress { get; init; }
    public required string Copied { get; init; }
    public required string Address { get; init; }

    // A file
    public required string Download { get; init; }
    public required string LookOnly { get; init; }
    public required string Changed { get; init; }
    public required string Preview { get; init; }
    public required Func<string, string> PreviewOf { get; init; }
    public required string OpenPreview { get; init; }
    public required string NoPreview { get; init; }
    public required string ShowPreview { get; init; }
    public required string PreviewCounts { get; init; }
    public required IReadOnlyDictionary<FileKind, string> Kinds { get; init; }

    // A folder
    public required Func<long, string> Items { get; init; }
    public required string EmptyFolder { get; init; }
    public required string DownloadAll { get; init; }
    public required string DownloadAllTar { get; init; }
    public required string Name { get; init; }
    public required string Size { get; init; }
    public required string Path { get; init; }
    public required string NextPage { get; init; }
    public required string FirstPage { get; init; }
    public required string Contents { get; init; }

    // A password
    public required string PasswordTitle { get; init; }
    public required string PasswordText { get; init; }
    public required string Password { get; init; }
    public required string PasswordWrong { get; init; }
    public required string Open { get; init; }

    // A drop
    public required Func<string, string> DropTitle { get; init; }
    public required string DropText { get; init; }
    public required string DropHere { get; init; }
    public required string ChooseFile { get; init; }
    public required string ChooseFiles { get; init; }
    public required string Send { get; init; }
    public required string SendMore { get; init; }
    public required Func<string, string> AtMost { get; init; }
    public required Func<string, string> OnlyTypes { get; init; }
    public required string ReceivedTitle { get; init; }
    public required string ReceivedText { get; init; }
    public required string Checksum { get; init; }

    /// <summary>What the page's script says of files that are sent, by the names that it uses.</summary>
    public required IReadOnlyDictionary<string, string> Sending { get; init; }

    // What is wrong
    public required string BackToStart { get; init; }
    public required string Reference { get; init; }
    public required Func<int, string> TryIn { get; init; }

    /// <summary>By problem code, and by <c>4xx</c> and <c>5xx</c> for the others.</summary>
    public required IReadOnlyDictionary<string, (string Title, string Text)> Problems { get; init; }

    // The server's first page
    public required string HomeTitle { get; init; }
    public required string HomeText { get; init; }
    public required string HomeVisitorTitle { get; init; }
    public required string HomeVisitorText { get; init; }
    public required string HomeDeveloperTitle { get; init; }
    public required string HomeDeveloperText { get; init; }
    public required string HomeDocs { get; init; }
    public required string HomeOpenApi { get; init; }

    /// <summary>Of a byte count, in powers of 1,000: <c>48.2 KB</c>.</summary>
    public string Bytes(long bytes)
    {
        string[] units = ["KB", "MB", "GB", "TB", "PB"];
        if (bytes < 1_000) return $"{bytes} {(bytes == 1 ? Byte : ManyBytes)}";
        var (value, unit) = (bytes / 1_000.0, 0);
        for (; value >= 999.5 && unit < units.Length - 1; unit++) value /= 1_000;
        var digits = value.ToString(value < 99.95 ? "0.#" : "0", CultureInfo.InvariantCulture).Replace(".", DecimalPoint, StringComparison.Ordinal);
        return $"{digits} {units[unit]}";
    }

    public required string Byte { get; init; }
    public required string ManyBytes { get; init; }
    public required string DecimalPoint { get; init; }

    /// <summary>Of a time in UTC, which is said with it.</summary>
    public required Func<DateTime, string> Time { get; init; }

    public required Func<DateTime, string> Date { get; init; }
}
