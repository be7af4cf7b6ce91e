using DocMgmt.Blobs;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>The part of a list that is asked for.</summary>
internal sealed record PageParameters(
    [property: FromQuery(Name = "page")] int? Page,
    [property: FromQuery(Name = "page_size")] int? PageSize,
    [property: FromQuery(Name = "cursor")] string? Cursor);

/// <summary>What is listed of a folder, and in which order.</summary>
internal sealed record ListParameters(
    [property: FromQuery(Name = "type")] string? Type,
    [property: FromQuery(Name = "starred")] bool? Starred,
    [property: FromQuery(Name = "recursive")] bool? Recursive,
    [property: FromQuery(Name = "order")] string? Order,
    [property: FromQuery(Name = "folders_first")] bool? FoldersFirst,
    [property: FromQuery(Name = "$count")] bool? Count);

/// <summary>Reads what comes as text in a URL.</summary>
internal static class Parameters
{
    /// <exception cref="Problem">400, which names the values there are.</exception>
    public static T? OneOf<T>(string? text, string name)
        where T : struct, Enum
    {
        if (text is null) return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase)) return value;
        }

        throw Problems.Invalid(name, $"Say {string.Join(" or ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
    }

    /// <summary>One field of a list's order; a minus before it turns it around.</summary>
    /// <exception cref="Problem">400, which names the fields there are.</exception>
    public static IReadOnlyList<OrderTerm>? Order(string? text)
    {
        if (text is null) return null;
        var descending = text.StartsWith('-');
        return Orders.TryGetValue(descending ? text[1..] : text, out var field)
            ? [new(field, descending)]
            : throw Problems.Invalid("order", $"Say {string.Join(" or ", Orders.Keys)}, with a minus before it for the other way round.");
    }

    private static readonly Dictionary<string, OrderField> Orders = new(StringComparer.Ordinal)
    {
        ["name"] = OrderField.Name, ["size"] = OrderField.Size, ["updated_at"] = OrderField.UpdatedAt, ["created_at"] = OrderField.CreatedAt,
    };

    /// <exception cref="Problem">400.</exception>
    public static Sha256Hash? Sha256(string? text, string name)
    {
        if (text is null) return null;
        return Sha256Hash.TryParse(text, out var hash) ? hash : throw Problems.Invalid(name, "A checksum is a SHA-256 of 64 hexadecimal digits.");
    }

    /// <summary>A name by the rules of items' names, in its normalized form.</summary>
    /// <exception cref="Problem">400.</exception>
    /// <summary>A whole number within bounds; null where it is not given.</summary>
    public static int? Within(int? number, int least, int most, string name) => number is null || (number >= least && number <= most) ? number
        : throw Problems.Invalid(name, $"Say a whole number from {least} to {most}.");

    public static string? ItemName(string? text, string name)
    {
        if (text is null) return null;
        var normalized = Drive.Items.ItemName.Normalize(text);
        return Drive.Items.ItemName.Fault(normalized) is { } fault ? throw Problems.Invalid(name, fault) : normalized;
    }

    /// <summary>What to do about a name that is taken; uploads make a new version unless told otherwise.</summary>
    public static OnConflict ForUpload(string? onConflict) => OneOf<OnConflict>(onConflict, "on_conflict") ?? OnConflict.Version;
}
