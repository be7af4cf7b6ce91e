namespace DocMgmt.Drive.Listing;

/// <summary>Which live items <c>i</c> of folder <c>p</c> a list takes, before their order. The fragments end in a condition, so that another may follow.</summary>
/// <param name="starred">Only what the caller has starred, or has not.</param>
internal sealed class Candidates(bool? starred, Condition? condition)
{
    /// <summary>Of one type where one is asked for.</summary>
    public const string OfType = "(CAST(@Type AS text) IS NULL OR i.type = @Type)";

    // The folder's number, negative for its files: as the indexes of the lists have it and no other (migration 0027).
    private const string Shelf = "CASE i.type WHEN 'folder' THEN i.parent_id ELSE -i.parent_id END";

    /// <summary>FROM all of them.</summary>
    public string All => In($"{Shelf} IN (p.id, -p.id)");

    public string Folders => In($"{Shelf} = p.id");
    public string Files => In($"{Shelf} = -p.id");

    // Of what is starred, the caller's stars are read rather than the folder, which may hold many more; the OFFSET keeps it so.
    private string In(string folder) => starred switch
    {
        null => $"FROM items i WHERE {folder}",
        true => $"FROM (SELECT x.* FROM stars s JOIN items x ON x.id = s.item_id WHERE s.user_id = @CallerId OFFSET 0) i WHERE {folder}",
        false => $"FROM items i WHERE {folder} AND NOT EXISTS (SELECT 1 FROM stars s WHERE s.item_id = i.id AND s.user_id = @CallerId)",
    } + " AND i.trashed_at IS NULL" + And(condition);

    public static string And(Condition? condition) => condition is null ? "" : $" AND ({condition.Sql})";
}
