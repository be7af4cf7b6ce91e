using System.Text.Json;
using System.Text.RegularExpressions;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.Rest;

/// <summary>What is wrong with a JSON body, by field, in our words: the serializer's name its types.</summary>
internal static partial class JsonFaults
{
    private static readonly string[] Required = ["This is required."];

    public static Problem Explain(JsonException fault)
    {
        var message = fault.Message.Split(" Path: ")[0];
        if (Missing().Match(message) is { Success: true } missing)
        {
            return Problems.Validation(missing.Groups["names"].Value.Split(';').Select(n => n.Trim().Trim('\''))
                .ToDictionary(n => Place(fault) + n, _ => Required, StringComparer.Ordinal));
        }

        if (Null().Match(message) is { Success: true } isNull)
            return Problems.Invalid(JsonNamingPolicy.SnakeCaseLower.ConvertName(isNull.Groups["name"].Value), "This must not be null.");
        return Problems.Invalid(fault.Path is { Length: > 2 } path ? path[2..] : "body", Say(message));
    }

    /// <summary>Of the object that lacks something: nothing for the body itself.</summary>
    private static string Place(JsonException fault) => fault.Path is { Length: > 2 } path ? $"{path[2..]}." : "";

    private static string Say(string message) =>
        message.StartsWith("The JSON property", StringComparison.Ordinal) ? "This field is not known here."
        : message.StartsWith("Duplicate property", StringComparison.Ordinal) || message.Contains("duplicate", StringComparison.Ordinal) ? "This field is there twice."
        : message.Contains("discriminator", StringComparison.Ordinal) || message.Contains("metadata", StringComparison.Ordinal) ? "This does not say which of the kinds that there are it is."
        : message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? "This value is not of the right type."
        : message;

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>\\w+)' on type .* doesn't allow (setting )?null", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Null();
}
