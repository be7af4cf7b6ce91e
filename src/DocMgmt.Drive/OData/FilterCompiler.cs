using DocMgmt.Drive.Listing;
using Microsoft.OData.UriParser;

namespace DocMgmt.Drive.OData;

/// <summary>
/// Makes SQL of a parsed filter: fixed fragments only, and each value a parameter. What it does not know, it refuses. SQL's logic of true,
/// false and null is OData's; its comparisons are not, so these are written to answer true or false whatever is null.
/// </summary>
/// <param name="texts">Of the lists in it.</param>
internal sealed partial class FilterCompiler(ListedTexts texts)
{
    // A comparison has three nodes, so this is some 50 of them, or some 15 that look into other tables. The tree's depth, and so the stack, is bounded with it.
    private const int MostNodes = 200;
    private const int NodesOfLookup = 9;
    private const int MostInList = 100;
    private readonly Dictionary<string, object?> parameters = new(StringComparer.Ordinal);
    private int nodes;
    private bool amongTags;

    /// <exception cref="Pipeline.Problem">400, with what is not supported.</exception>
    public Condition Compile(FilterClause filter) => new(Predicate(filter.Expression), parameters);

    private string Predicate(SingleValueNode node)
    {
        node = Counted(node);
        return node switch
        {
            BinaryOperatorNode { OperatorKind: BinaryOperatorKind.And } both => $"({Predicate(both.Left)} AND {Predicate(both.Right)})",
            BinaryOperatorNode { OperatorKind: BinaryOperatorKind.Or } either => $"({Predicate(either.Left)} OR {Predicate(either.Right)})",
            BinaryOperatorNode comparison => Comparison(comparison),
            UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Not } not => $"(NOT {Predicate(not.Operand)})",
            InNode list => In(list),
            AnyNode any => Any(any),
            SingleValueFunctionCallNode function => TextTest(function),
            SingleValuePropertyAccessNode property when Field(property) is { Kind: ValueKind.Flag } field => field.Sql,
            ConstantNode => throw Options.FilterFault("A condition is about a property: true, false and null alone are none."),
            _ => throw Unknown(node),
        };
    }

    private string Comparison(BinaryOperatorNode node)
    {
        var sign = node.OperatorKind switch
        {
            BinaryOperatorKind.Equal => "=",
            BinaryOperatorKind.NotEqual => "<>",
            BinaryOperatorKind.GreaterThan => ">",
            BinaryOperatorKind.GreaterThanOrEqual => ">=",
            BinaryOperatorKind.LessThan => "<",
            BinaryOperatorKind.LessThanOrEqual => "<=",
            _ => throw Options.FilterFault($"The operator {node.OperatorKind} is not supported."),
        };
        var (left, right) = (Value(node.Left), Value(node.Right));
        AboutProperty(left, right);
        var equality = sign is "=" or "<>";
        if ((left.Literal ?? right.Literal) is { Value: null })
            return equality ? $"({left.Sql}{right.Sql} IS {(sign == "=" ? "" : "NOT ")}NULL)" : throw Options.FilterFault("null is compared by eq and ne only.");
        (left, right) = (Settled(left, right), Settled(right, left));
        if (left.Kind != right.Kind) throw Options.FilterFault($"{left.Kind} and {right.Kind} can't be compared.");
        if (!equality && left.Kind is ValueKind.Flag or ValueKind.Hash) throw Options.FilterFault($"{left.Kind}: only eq, ne and in compare these.");
        if (!left.Nullable && !right.Nullable) return $"({left.Sql} {sign} {right.Sql})";
        return sign switch
        {
            "=" => $"({left.Sql} IS NOT DISTINCT FROM {right.Sql})",
            "<>" => $"({left.Sql} IS DISTINCT FROM {right.Sql})",
            _ => $"COALESCE({left.Sql} {sign} {right.Sql}, false)",
        };
    }

    private string In(InNode node)
    {
        var left = Value(node.Left);
        AboutProperty(left);
        if (node.Right is not CollectionConstantNode { Collection: var list, LiteralText: ['(', ..] }) throw Options.FilterFault("A list of values follows in. Of tags say tags/any(t: t eq 'x').");
        if (list.Count > MostInList) throw Options.FilterFault($"A list has at most {MostInList} values.");
        var values = list.Where(c => c.Value is not null).Select(c => c.Value is string text ? texts.Restore(text) : c.Value).ToList();
        object array = left.Kind switch
        {
            ValueKind.Text => values.Cast<string>().ToArray(),
            ValueKind.Hash => values.Cast<string>().Select(Literals.Hash).ToArray(),
            ValueKind.Number => values.Select(v => Convert.ToInt64(v)).ToArray(),
            _ => throw Options.FilterFault("A list takes texts and whole numbers."),
        };
        var found = $"COALESCE({left.Sql} = ANY ({Parameter(array)}), false)";
        return values.Count == list.Count ? found : $"({found} OR {left.Sql} IS NULL)";
    }

    private string Any(AnyNode node)
    {
        if (amongTags) throw Options.FilterFault("There is no any within any.");
        if (node.Source is not CollectionPropertyAccessNode { Property.Name: "tags", Source: ResourceRangeVariableReferenceNode }) throw Unknown(node.Source);
        Count(NodesOfLookup);
        amongTags = true;
        // Without a variable it asks whether there is a tag at all.
        var body = node.CurrentRangeVariable is null ? "" : $" AND {Predicate(node.Body)}";
        amongTags = false;
        return $"EXISTS (SELECT 1 FROM item_tags x JOIN tags g ON g.id = x.tag_id WHERE x.item_id = i.id{body})";
    }
}
