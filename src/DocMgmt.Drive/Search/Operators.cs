using System.Globalization;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;
using DocMgmt.Drive.Text;
using DocMgmt.Drive.Users;

namespace DocMgmt.Drive.Search;

/// <summary>What is asked for by operators in a query's text, and by the fields beside it alike.</summary>
internal static class Operators
{
    /// <summary>All of them but <c>in</c>, which says where to look.</summary>
    private static readonly Dictionary<string, Func<string, Term>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tag"] = v => Tag("query", v),
        ["type"] = v => Type("query", v),
        ["ext"] = Extension,
        ["before"] = v => Time("query", v, created: false, before: true),
        ["after"] = v => Time("query", v, created: false, before: false),
        ["owner"] = v => Owner("query", v),
    };

    public const string In = "in";

    public static bool IsOne(string name) => Known.ContainsKey(name) || name.Equals(In, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="Problem">400 <c>query_invalid</c>, with what the operator takes.</exception>
    public static Term Of(string name, string value) => Known[name](value);

    public static Term Tag(string field, string value) => TagRules.Fits(value)
        ? new TagTerm(TagRules.Key(value))
        : throw Fault(field, "A tag is asked for by its name, such as tag:finance or tag:\"Q4 reports\".");

    public static Term Type(string field, string value) => value.ToLowerInvariant() switch
    {
        "folder" => new TypeTerm(Folders: true, null),
        "file" => new TypeTerm(Folders: false, null),
        var name when Enum.GetValues<FileKind>().Any(k => FileKinds.NameOf(k) == name) => new TypeTerm(null, name),
        _ => throw Fault(field, $"There is no type '{value}'. The types are file, {string.Join(", ", Enum.GetValues<FileKind>().Select(FileKinds.NameOf).Order(StringComparer.Ordinal))}."),
    };

    /// <param name="value">Also <c>me</c>.</param>
    public static Term Owner(string field, string value) => value switch
    {
        _ when value.Equals("me", StringComparison.OrdinalIgnoreCase) => new OwnerTerm(null, null),
        _ when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => new OwnerTerm(id, null),
        _ when value.Contains('@', StringComparison.Ordinal) => new OwnerTerm(null, UserRules.Normalize(value)),
        _ => throw Fault(field, "An owner is me, an e-mail address or the id of a user, such as owner:me."),
    };

    public static Term Time(string field, string value, bool created, bool before) =>
        TimeText.Read(value) is { } time ? new TimeTerm(created, before, time) : throw Fault(field, TimeText.Fault(value));

    /// <param name="value">A type, or <c>image/*</c>.</param>
    public static Term Mime(string field, string value)
    {
        var all = value.EndsWith("/*", StringComparison.Ordinal);
        var pattern = (all ? value[..^1] : value).ToLowerInvariant();
        return value.Length <= 255 && value.Count(c => c == '/') == 1 && pattern.All(c => char.IsAsciiLetterOrDigit(c) || "/.+-_!#$&^".Contains(c, StringComparison.Ordinal))
            ? new MimeTerm(pattern, all)
            : throw Fault(field, $"'{value}' is no MIME type: write image/png, or image/* for all pictures.");
    }

    public static Problem Fault(string field, string message) => Problems.QueryInvalid(field, message);

    private static ExtensionTerm Extension(string value) => value.TrimStart('.').ToLowerInvariant() is { Length: > 0 and <= 32 } extension && !extension.Contains('/', StringComparison.Ordinal)
        ? new(extension)
        : throw Fault("query", "ext: takes the end of a name, such as ext:pdf or ext:tar.gz.");
}
