using DocMgmt.Drive.Listing;
using Microsoft.OData.UriParser;

namespace DocMgmt.Drive.OData;

/// <summary>Orders that clients ask for by <c>$orderby</c>, as lists know them.</summary>
internal static class OrderTerms
{
    /// <exception cref="Pipeline.Problem">400: a property that no list is ordered by, an expression, or the same property twice.</exception>
    public static IReadOnlyList<OrderTerm> Of(OrderByClause? clause)
    {
        var terms = new List<OrderTerm>();
        for (; clause is not null; clause = clause.ThenBy)
        {
            var field = Field(clause.Expression);
            if (terms.Any(t => t.Field == field)) throw Options.OrderFault("A property orders once.");
            terms.Add(new(field, clause.Direction == OrderByDirection.Descending));
        }

        return terms;
    }

    private static OrderField Field(SingleValueNode node) => (node as SingleValuePropertyAccessNode)?.Property.Name switch
    {
        "item_name" => OrderField.Name,
        "type" => OrderField.Type,
        "size_bytes" => OrderField.Size,
        "updated_at" => OrderField.UpdatedAt,
        "created_at" => OrderField.CreatedAt,
        "id" => OrderField.Id,
        "mime_type" => OrderField.MimeType,
        _ => throw Options.OrderFault("Lists are ordered by item_name, type, size_bytes, mime_type, created_at, updated_at and id."),
    };
}
