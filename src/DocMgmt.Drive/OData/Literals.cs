using System.Globalization;
using DocMgmt.Blobs;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;

namespace DocMgmt.Drive.OData;

/// <summary>Literals of a filter as values of statements.</summary>
internal static class Literals
{
    /// <summary>What the database compares with a property of that kind.</summary>
    /// <exception cref="Pipeline.Problem">400: it is nothing of that kind, or nothing that the database can hold.</exception>
    public static object Of(ConstantNode literal, ValueKind kind) => (kind, literal.Value) switch
    {
        (ValueKind.Text, string text) => text,
        (ValueKind.Hash, string text) => Hash(text),
        (ValueKind.Flag, bool flag) => flag,
        (ValueKind.Number, int number) => (long)number,
        (ValueKind.Number, long number) => number,
        (ValueKind.Number, float or double or decimal) => Number(literal.LiteralText),
        (ValueKind.Time, DateTimeOffset time) => Time(time),
        (ValueKind.Time, Date date) => new DateTime(date.Year, date.Month, date.Day, 0, 0, 0, DateTimeKind.Utc),
        _ => throw Options.FilterFault($"{literal.LiteralText ?? "null"} can't be compared with that."),
    };

    public static byte[] Hash(string text) => Sha256Hash.TryParse(text, out var hash)
        ? hash.Bytes
        : throw Options.FilterFault("A checksum is a SHA-256 of 64 hexadecimal digits.");

    // From the text: the parser makes a float of 16777217.5, which is another number. A decimal holds 28 digits.
    private static decimal Number(string text) =>
        text.Length <= 28 && decimal.TryParse(text.TrimEnd('d', 'D', 'f', 'F', 'm', 'M'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Options.FilterFault($"{text} is no number that sizes and ids can be compared with: write it out, with at most 28 digits.");

    private static DateTime Time(DateTimeOffset time) => time.Ticks % TimeSpan.TicksPerMicrosecond == 0
        ? time.UtcDateTime
        : throw Options.FilterFault("Times are kept in microseconds: say at most six digits after the second.");
}
