using Microsoft.OData.UriParser;

namespace DocMgmt.Drive.OData;

/// <summary>One side of a comparison.</summary>
/// <param name="Sql">Empty for a literal, which is written once it is known what it is compared with.</param>
/// <param name="Constant">It names no property, so it is the same for every item.</param>
/// <param name="Literal">Where it is a literal, and nothing else.</param>
internal sealed record Operand(string Sql, ValueKind Kind, bool Nullable, bool Constant = false, ConstantNode? Literal = null);
