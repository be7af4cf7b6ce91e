using DocMgmt.Drive.Items;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.Pipeline;
using Microsoft.OData;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;

namespace DocMgmt.Drive.OData;

/// <summary>What a client asks of a list by OData's query options, as they stand in the address; null: not said.</summary>
public sealed record ODataQuery(string? Filter = null, string? OrderBy = null, string? Top = null, string? Skip = null, string? Count = null, string? Select = null)
{
    // The parser's time grows with the text; its recursion is bounded by its own settings.
    private const int MostCharacters = 4_000;
    private const string Unreadable = "This can't be read.";

    /// <summary>Null: no filter.</summary>
    /// <exception cref="Problem">400 <c>query_invalid</c>, with the parser's or the compiler's words.</exception>
    internal Condition? ReadFilter()
    {
        if (Filter is null) return null;
        Check(Options.Filter, Filter);
        var texts = new ListedTexts(Filter);
        return new FilterCompiler(texts).Compile(Parsed(Options.Filter, texts.Text, p => p.ParseFilter()));
    }

    /// <summary>Null: the order of the list.</summary>
    /// <inheritdoc cref="ReadFilter"/>
    internal IReadOnlyList<OrderTerm>? ReadOrder() => OrderBy is null ? null : OrderTerms.Of(Parsed(Options.OrderBy, OrderBy, p => p.ParseOrderBy()));

    /// <inheritdoc cref="ReadFilter"/>
    public long? ReadTop() => Top is null ? null : Parsed(Options.Top, Top, p => p.ParseTop());

    /// <inheritdoc cref="ReadFilter"/>
    internal long? ReadSkip() => Skip is null ? null : Parsed(Options.Skip, Skip, p => p.ParseSkip());

    /// <inheritdoc cref="ReadFilter"/>
    public bool? ReadCount() => Count is null ? null : Parsed(Options.Count, Count, p => p.ParseCount());

    /// <summary>The names of the properties to show; null: all.</summary>
    /// <inheritdoc cref="ReadFilter"/>
    public IReadOnlySet<string>? ReadSelect()
    {
        if (Select is null) return null;
        Check(Options.Select, Select);
        var names = Select.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(n => n != "*" && !ItemModel.Properties.Contains(n)) is { } unknown)
            throw Problems.QueryInvalid(Options.Select, $"Could not find a property named '{unknown}' on type '{ItemModel.Type.FullTypeName()}'.");
        return names.Contains("*") ? null : names;
    }

    private static void Check(string option, string text)
    {
        if (text.Length > MostCharacters) throw Problems.QueryInvalid(option, $"This is too long: at most {MostCharacters} characters.");
        if (string.IsNullOrWhiteSpace(text)) throw Problems.QueryInvalid(option, "This is empty.");
        // NUL, and what is only half of a character: the database takes neither.
        if (text.Contains('\0', StringComparison.Ordinal) || ItemName.HasLoneSurrogate(text))
            throw Problems.QueryInvalid(option, "This holds characters that are none.");
    }

    private static T Parsed<T>(string option, string text, Func<ODataQueryOptionParser, T> parse)
    {
        Check(option, text);
        var parser = new ODataQueryOptionParser(ItemModel.Model, ItemModel.Type, ItemModel.Items, new Dictionary<string, string>(StringComparer.Ordinal) { [option] = text })
        {
            Resolver = new ODataUriResolver { EnableCaseInsensitive = true },
        };
        try
        {
            return parse(parser);
        }
        catch (ODataException e)
        {
            // Where it names a place in its own code it has nothing to tell a client, such as of id has 1.
            throw Problems.QueryInvalid(option, e.Message.StartsWith("An internal error", StringComparison.Ordinal) ? Unreadable : e.Message);
        }
        catch (ArgumentException)
        {
            // The parser's own checks of arguments let some nonsense through to these, such as null in geography'POINT(1 1)'.
            throw Problems.QueryInvalid(option, Unreadable);
        }
    }
}
