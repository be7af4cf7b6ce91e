using System.Globalization;

namespace DocMgmt.Tests.OData;

/// <summary>Filters made by chance, each with the same predicate in C#. Values come from the rows as often as not, so that all answers occur.</summary>
internal sealed class RandomFilter(Random random, IReadOnlyList<FilterRow> rows)
{
    public delegate bool? Predicate(FilterRow row);

    private delegate string? TextOf(FilterRow row, string? tag);

    private static readonly string[] Signs = ["eq", "ne", "gt", "ge", "lt", "le"];
    private static readonly string[] Texts = ["item_name", "type", "description", "mime_type", "scan_status"];
    private static readonly string[] Numbers = ["id", "owner_id", "size_bytes", "current_version_id", "version_count", "created_by", "revision"];
    private static readonly string[] Times = ["created_at", "updated_at"];

    public (string Text, Predicate Holds) Next(int depth)
    {
        if (depth == 0 || random.Next(5) == 0) return Leaf();
        var (left, right) = (Next(depth - 1), Next(depth - 1));
        return random.Next(3) switch
        {
            0 => ($"({left.Text}) and ({right.Text})", row => FilterRow.And(left.Holds(row), right.Holds(row))),
            1 => ($"({left.Text}) or ({right.Text})", row => FilterRow.Or(left.Holds(row), right.Holds(row))),
            _ => ($"not ({left.Text})", row => !left.Holds(row)),
        };
    }

    private (string Text, Predicate Holds) Leaf() => random.Next(9) switch
    {
        0 => Numbered(),
        1 => Timed(),
        2 => Hashed(),
        3 => Starred(),
        4 => Tagged(),
        _ => Named(Pick(Texts)),
    };

    private (string Text, Predicate Holds) Named(string name)
    {
        var (text, holds) = AboutText(name, (row, _) => row.Text(name), () => Pick(rows).Text(name));
        return (text, row => holds(row, null));
    }

    private (string Text, Predicate Holds) Tagged()
    {
        if (random.Next(6) == 0) return ("tags/any()", row => row.Tags.Count > 0);
        var (one, first) = AboutText("t", (_, tag) => tag, SomeTag);
        var (two, second) = AboutText(random.Next(3) == 0 ? "item_name" : "t", (row, tag) => tag, SomeTag);
        if (two.Contains("item_name", StringComparison.Ordinal)) (two, second) = AboutText("item_name", (row, _) => row.Text("item_name"), () => Pick(rows).Text("item_name"));
        return random.Next(3) switch
        {
            0 => ($"tags/any(t: {one})", row => row.Tags.Any(t => first(row, t) == true)),
            1 => ($"tags/any(t: {one} and not ({two}))", row => row.Tags.Any(t => FilterRow.And(first(row, t), !second(row, t)) == true)),
            _ => ($"tags/any(t: {one} or {two})", row => row.Tags.Any(t => FilterRow.Or(first(row, t), second(row, t)) == true)),
        };
    }

    private string? SomeTag() => Pick(rows).Tags is { Count: > 0 } tags ? Pick(tags) : "none";

    private (string Text, Func<FilterRow, string?, bool?> Holds) AboutText(string name, TextOf of, Func<string?> some)
    {
        if (random.Next(5) == 0)
        {
            var plain = of;
            (name, of) = ($"tolower({name})", (row, tag) => plain(row, tag)?.ToLowerInvariant());
            var original = some;
            some = () => original()?.ToLowerInvariant();
        }

        var value = some();
        switch (random.Next(5))
        {
            case 0:
                var sign = Pick(Signs);
                if (value is null && sign is not ("eq" or "ne")) value = "m";
                return random.Next(4) == 0 && value is not null && name is not "t"
                    ? ($"{Quoted(value)} {sign} {name}", (row, tag) => FilterRow.Compare(sign, value, of(row, tag), FilterRow.Ordinal))
                    : ($"{name} {sign} {Quoted(value)}", (row, tag) => FilterRow.Compare(sign, of(row, tag), value, FilterRow.Ordinal));
            case 1:
                // The parser has no null in lists of what is never null.
                var withNull = random.Next(3) == 0 && name is "description" or "mime_type" or "scan_status";
                var list = Enumerable.Range(0, random.Next(1, 5)).Select(_ => some() ?? "").Concat(withNull ? [null!] : []).ToArray();
                return ($"{name} in ({string.Join(random.Next(2) == 0 ? "," : " , ", list.Select(Quoted))})", (row, tag) => list.Contains(of(row, tag)));
            default:
                var part = Part(value ?? "a");
                var function = Pick(["contains", "startswith", "endswith"]);
                var compared = random.Next(4) == 0 ? " eq false" : "";
                return ($"{function}({name},{Quoted(part)}){compared}", (row, tag) => of(row, tag) is not { } text ? (compared.Length > 0 ? false : null) : compared.Length == 0 == function switch
                {
                    "contains" => text.Contains(part, StringComparison.Ordinal),
                    "startswith" => text.StartsWith(part, StringComparison.Ordinal),
                    _ => text.EndsWith(part, StringComparison.Ordinal),
                });
        }
    }

    private (string Text, Predicate Holds) Numbered()
    {
        var name = Pick(Numbers);
        if (random.Next(8) == 0) return ($"{name} eq null", row => row.Number(name) is null);
        if (random.Next(8) == 0) return ("version_count lt size_bytes", row => FilterRow.Compare("lt", row.Number("version_count"), row.Number("size_bytes"), Nullable.Compare));
        var value = Pick(rows).Number(name) ?? random.Next(100);
        if (random.Next(4) == 0)
        {
            long?[] list = [value, value + 1, -value];
            return ($"{name} in ({string.Join(", ", list)})", row => list.Contains(row.Number(name)) && row.Number(name) is not null);
        }

        var (sign, half) = (Pick(Signs), random.Next(4) == 0 ? 0.5m : 0);
        return ($"{name} {sign} {(value + half).ToString(CultureInfo.InvariantCulture)}", row => FilterRow.Compare<decimal?>(sign, row.Number(name), value + half, Nullable.Compare));
    }

    private (string Text, Predicate Holds) Timed()
    {
        var (name, sign, time) = (Pick(Times), Pick(Signs), Pick(rows).Time(Pick(Times)));
        if (random.Next(3) == 0)
        {
            var day = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
            return ($"{name} {sign} {day:yyyy-MM-dd}", row => FilterRow.Compare<DateTimeOffset?>(sign, row.Time(name), day, Nullable.Compare));
        }

        var shown = time.ToOffset(TimeSpan.FromMinutes(30 * random.Next(-20, 20)));
        return ($"{name} {sign} {shown:yyyy-MM-ddTHH:mm:ss.ffffffzzz}", row => FilterRow.Compare<DateTimeOffset?>(sign, row.Time(name), time, Nullable.Compare));
    }

    private (string Text, Predicate Holds) Hashed()
    {
        var hash = Pick(rows).Text("checksum");
        return random.Next(3) switch
        {
            0 => ($"checksum eq {Quoted(hash)}", row => row.Text("checksum") == hash),
            1 => ($"checksum ne {Quoted(hash)}", row => row.Text("checksum") != hash),
            _ => ($"checksum in ({Quoted(hash)},null)", row => row.Text("checksum") is null || row.Text("checksum") == hash),
        };
    }

    private (string Text, Predicate Holds) Starred() => random.Next(3) switch
    {
        0 => ("is_starred", row => row.Flag("is_starred")),
        1 => ("is_starred eq false", row => !row.Flag("is_starred")),
        _ => ("is_starred ne (size_bytes gt 500)", row => row.Flag("is_starred") != row.Number("size_bytes") > 500),
    };

    private string Part(string text)
    {
        var start = random.Next(text.Length + 1);
        var part = text.Substring(start, random.Next(text.Length - start + 1));
        // Half of a character is no text.
        return part.Any(char.IsSurrogate) || random.Next(8) == 0 ? Pick(["%", "_", "\\", "'", "''", "", "é", "A"]) : part;
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
    private static string Quoted(string? text) => text is null ? "null" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
