using DocMgmt.Drive.Pipeline;
using Microsoft.OData.UriParser;

namespace DocMgmt.Drive.OData;

/// <content>What is compared.</content>
internal sealed partial class FilterCompiler
{
    private Operand Value(SingleValueNode node)
    {
        node = Counted(node);
        switch (node)
        {
            case ConstantNode literal:
                return new("", ValueKind.Text, Nullable: false, Constant: true, literal);
            case SingleValuePropertyAccessNode property:
                var field = Field(property);
                return new(Ordinal(field.Sql, field.Kind), field.Kind, field.Nullable);
            case NonResourceRangeVariableReferenceNode when amongTags:
                return new(Ordinal("g.name", ValueKind.Text), ValueKind.Text, Nullable: false);
            case SingleValueFunctionCallNode { Name: "tolower" } lower:
                // The letters are those that the database's LC_CTYPE knows.
                var text = Text(lower.Parameters.Single());
                return text with { Sql = Ordinal($"lower({text.Sql} COLLATE \"default\")", ValueKind.Text) };
            case SingleValueFunctionCallNode or BinaryOperatorNode or UnaryOperatorNode or InNode or AnyNode:
                nodes--; // counted again as a condition
                return new($"({Predicate(node)})", ValueKind.Flag, Nullable: true);
            default:
                throw Unknown(node);
        }
    }

    /// <summary>contains, startswith and endswith: letter by letter, and null where one of both is.</summary>
    private string TextTest(SingleValueFunctionCallNode function)
    {
        if (function.Name is not ("contains" or "startswith" or "endswith"))
            throw Options.FilterFault($"The function {function.Name} is not supported; there are contains, startswith, endswith and tolower.");
        var arguments = function.Parameters.Cast<SingleValueNode>().Select(Text).ToList();
        AboutProperty(arguments[0], arguments[1]);
        var (whole, part) = (arguments[0].Sql, arguments[1].Sql);
        return function.Name switch
        {
            "contains" => $"(strpos({whole}, {part}) > 0)",
            "startswith" => $"starts_with({whole}, {part})",
            _ => $"(right({whole}, char_length({part})) = {part})",
        };
    }

    private Operand Text(QueryNode node)
    {
        var operand = Value((SingleValueNode)node);
        if (operand.Literal is { Value: null }) throw Options.FilterFault("null is compared by eq and ne only.");
        operand = operand.Literal is { } literal ? new(Parameter(Literals.Of(literal, ValueKind.Text)), ValueKind.Text, Nullable: false, Constant: true) : operand;
        return operand.Kind == ValueKind.Text ? operand : throw Options.FilterFault($"{operand.Kind} is no text.");
    }

    /// <summary>The operand, and where it is a literal: as a parameter of the kind of what it is compared with.</summary>
    private Operand Settled(Operand operand, Operand other) => operand.Literal is { } literal
        ? new(Parameter(Literals.Of(literal, other.Kind)), other.Kind, Nullable: false, Constant: true)
        : operand;

    private FilterField Field(SingleValuePropertyAccessNode node)
    {
        if (node.Source is not ResourceRangeVariableReferenceNode) throw Unknown(node.Source);
        if (!FilterField.ByName.TryGetValue(node.Property.Name, out var field)) throw Options.FilterFault($"Items can't be filtered by {node.Property.Name}.");
        if (field.LooksUp) Count(NodesOfLookup);
        return field;
    }

    private static void AboutProperty(params ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            if (!operand.Constant) return;
        }

        throw Options.FilterFault("A comparison is about a property; two literals are not compared.");
    }

    /// <summary>The node under the parser's conversions, all of which keep the value: what kinds of values may meet is decided here.</summary>
    private SingleValueNode Counted(SingleValueNode node)
    {
        while (node is ConvertNode conversion) node = conversion.Source;
        Count(1);
        return node;
    }

    private void Count(int more)
    {
        nodes += more;
        if (nodes > MostNodes) throw Options.FilterFault($"This is too much: at most {MostNodes} properties, values and operators, of which those that look into other tables count tenfold.");
    }

    // By code points, whatever the database's language is.
    private static string Ordinal(string sql, ValueKind kind) => kind == ValueKind.Text ? $"{sql} COLLATE \"C\"" : sql;

    private string Parameter(object value)
    {
        var name = $"q{parameters.Count}";
        parameters[name] = value;
        return $"@{name}";
    }

    private static Problem Unknown(QueryNode node) => Options.FilterFault($"{node.Kind} is not supported.");
}
