using System.Globalization;

namespace DocMgmt.Drive.Text;

/// <summary>Days and times as clients write them in queries.</summary>
internal static class TimeText
{
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>UTC. A day begins at 00:00 UTC, a month and a year with their first day. Null: it is none of these.</summary>
    public static DateTime? Read(string text) =>
        DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        || (DateTime.TryParseExact(text.ToUpperInvariant(), Times, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time) && time.Kind != DateTimeKind.Unspecified)
            ? time.ToUniversalTime()
            : null;

    /// <summary>What to say of a text that is none.</summary>
    public static string Fault(string text) => $"'{text}' is no day: write 2026-03-31, 2026-03, 2026, or a time with its zone such as 2026-03-31T12:00:00Z, in the years 1 to 9999.";
}
