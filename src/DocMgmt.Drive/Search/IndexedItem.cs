namespace DocMgmt.Drive.Search;

/// <summary>An item, and what is written of it to be found by.</summary>
internal sealed class IndexedItem
{
    /// <summary>All of them but the roots of drives, which have no names; ends in a condition.</summary>
    public const string Select = """
        SELECT i.id, i.name, i.description, s.name_text, s.parts_text, s.about_text, s.form,
            s.item_id IS NOT NULL AND s.drive_id = i.drive_id AND s.parent_id = COALESCE(i.parent_id, s.parent_id) -- what lies in the trash may have lost its folder
            AND ARRAY(SELECT g.id FROM tags g WHERE g.id = ANY (CAST(string_to_array(replace(s.tags_text, '#', ''), ' ') AS bigint[])) ORDER BY g.id) -- one that is gone is found by nothing
                = ARRAY(SELECT x.tag_id FROM item_tags x WHERE x.item_id = i.id ORDER BY x.tag_id) AS placed
        FROM items i
        LEFT JOIN search_texts s ON s.item_id = i.id
        WHERE NOT EXISTS (SELECT 1 FROM drives d WHERE d.root_id = i.id)
        """;

    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public string? NameText { get; init; }
    public string? PartsText { get; init; }
    public string? AboutText { get; init; }
    public short? Form { get; init; }

    /// <summary>Its drive, its folder and its tags are what they are.</summary>
    public bool Placed { get; init; }

    public bool IsRight => Placed && Form == SearchWords.Form && new SearchWords(NameText!, PartsText!, AboutText!) == SearchWords.Of(Name, Description);
}
