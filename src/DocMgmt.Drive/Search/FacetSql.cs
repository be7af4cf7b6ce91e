using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Search;

/// <summary>The statement that counts what a search found.</summary>
internal static class FacetSql
{
    /// <summary>How many of it have which type, owner, tag and month; of each the most frequent values.</summary>
    public static string Of(string found, IReadOnlyList<Facet> facets) => $"""
        {found},
        counted AS ({string.Join("\nUNION ALL\n", facets.Select(f => $"({Counted(f)} ORDER BY count DESC, value LIMIT @MostValues)"))})
        SELECT {Guard.Columns}, c.facet, c.value, c.label, c.count FROM target t LEFT JOIN counted c ON true ORDER BY c.count DESC, c.value
        """;

    private static string Counted(Facet facet) => facet switch
    {
        Facet.Type => $"SELECT 'type' AS facet, {FileKinds.Sql} AS value, CAST(NULL AS text) AS label, count(*) AS count FROM found f JOIN items i ON i.id = f.id GROUP BY 2",
        Facet.Owner => "SELECT 'owner' AS facet, CAST(f.owner_id AS text) AS value, min(u.display_name) AS label, count(*) AS count FROM found f JOIN users u ON u.id = f.owner_id GROUP BY f.owner_id",
        Facet.Tag => "SELECT 'tag' AS facet, min(g.name) AS value, CAST(NULL AS text) AS label, count(*) AS count FROM found f JOIN item_tags x ON x.item_id = f.id JOIN tags g ON g.id = x.tag_id GROUP BY g.name_key",
        _ => "SELECT 'month' AS facet, to_char(f.updated_at AT TIME ZONE 'UTC', 'YYYY-MM') AS value, CAST(NULL AS text) AS label, count(*) AS count FROM found f GROUP BY 2",
    };
}
