using DocMgmt.Drive.Database;
using Npgsql;

namespace DocMgmt.Drive.Search;

/// <summary>
/// Writes the rows of <c>search_texts</c>: in the transaction that makes, names or tags the item, whose row or folder it has; at its end, in the order of ids,
/// each locked by a statement of its own before. Who writes many at once (a merge of tags, which locks no items, or a move) locks them in that order too, after the tags.
/// </summary>
internal static class SearchText
{
    /// <summary>What an item's tags are in its row.</summary>
    private const string TagsOf = "COALESCE((SELECT string_agg('#' || x.tag_id, ' ' ORDER BY x.tag_id) FROM item_tags x WHERE x.item_id = s.item_id), '')";

    /// <summary>Brings the tags of rows <c>s</c> up to date; ends before its WHERE.</summary>
    public const string Retag = $"UPDATE search_texts s SET tags_text = {TagsOf}";

    private const string Columns = "item_id, drive_id, parent_id, name_text, parts_text, about_text, tags_text, form";

    /// <summary>Of new items and their words: <c>@Ids</c>, <c>@NameTexts</c>, <c>@PartsTexts</c>, <c>@AboutTexts</c>, <c>@Form</c>.</summary>
    public const string InsertMany = $"""
        INSERT INTO search_texts ({Columns})
        SELECT i.id, i.drive_id, COALESCE(i.parent_id, 0), s.name_text, s.parts_text, s.about_text, {TagsOf}, @Form
        FROM unnest(@Ids, @NameTexts, @PartsTexts, @AboutTexts) AS s (item_id, name_text, parts_text, about_text)
        JOIN items i ON i.id = s.item_id
        """;

    private const string Write = $"""
        INSERT INTO search_texts AS t ({Columns})
        SELECT i.id, i.drive_id, COALESCE(i.parent_id, 0), $2, $3, $4, {TagsOf}, $5
        FROM items i
        CROSS JOIN LATERAL (SELECT i.id AS item_id) s
        WHERE i.id = $1
        ON CONFLICT (item_id) DO UPDATE
        SET drive_id = excluded.drive_id, parent_id = excluded.parent_id, name_text = excluded.name_text, parts_text = excluded.parts_text,
            about_text = excluded.about_text, tags_text = excluded.tags_text, form = excluded.form
        WHERE (t.drive_id, t.parent_id, t.name_text, t.parts_text, t.about_text, t.tags_text, t.form)
            IS DISTINCT FROM (excluded.drive_id, excluded.parent_id, excluded.name_text, excluded.parts_text, excluded.about_text, excluded.tags_text, excluded.form)
        """;

    /// <summary>Has an item found by this name and description from the commit on, where it is then. Called again for it in one transaction, the last call counts.</summary>
    /// <param name="isNew">Nobody else has its row.</param>
    public static void Index(this Db db, long itemId, string name, string? description, bool isNew = false)
    {
        var words = SearchWords.Of(name, description);
        var write = Of(Write, itemId);
        foreach (var text in new[] { words.NameText, words.PartsText, words.AboutText }) write.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        write.Parameters.Add(new NpgsqlParameter<short> { TypedValue = SearchWords.Form });
        db.AtCommit(itemId, isNew ? [write] : [Of(Lock, itemId), write]);
    }

    /// <summary>Has an item found by the tags that it carries when this commits.</summary>
    public static void IndexTags(this Db db, long itemId) => db.AtCommit(itemId, [Of(Lock, itemId), Of($"{Retag} WHERE s.item_id = $1", itemId)], unlessSaid: true);

    // A merge of tags may have been waited for: what is read of tags is read by another statement, after it.
    private const string Lock = "SELECT 1 FROM search_texts WHERE item_id = $1 FOR NO KEY UPDATE";

    private static NpgsqlBatchCommand Of(string sql, long itemId) => new(sql) { Parameters = { new NpgsqlParameter<long> { TypedValue = itemId } } };

    /// <summary>The parameters of <see cref="InsertMany"/>.</summary>
    public static object Many(IReadOnlyCollection<(long Id, string Name, string? Description)> items)
    {
        var words = items.Select(i => SearchWords.Of(i.Name, i.Description)).ToList();
        return new
        {
            Ids = items.Select(i => i.Id).ToArray(),
            NameTexts = words.Select(w => w.NameText).ToArray(),
            PartsTexts = words.Select(w => w.PartsText).ToArray(),
            AboutTexts = words.Select(w => w.AboutText).ToArray(),
            SearchWords.Form,
        };
    }
}
