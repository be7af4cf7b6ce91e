namespace DocMgmt.Drive.Listing;

/// <summary>Which live items <c>i</c> of folder <c>p</c> a list takes, before their order. The fragments end in a condition, so that another may follow.</summary>
internal static class Candidates
{
    /// <summary>Of one type where one is asked for.</summary>
    public const string OfType = "(CAST(@Type AS text) IS NULL OR i.type = @Type)";

    private const string In = "i.parent_id = p.id AND i.trashed_at IS NULL";

    /// <param name="starred">True: the caller's stars are read rather than the folder, which may hold many more; the OFFSET keeps it so.</param>
    public static string Of(bool? starred, Condition? condition) => starred switch
    {
        null => $"FROM items i WHERE {In}",
        true => $"FROM (SELECT x.* FROM stars s JOIN items x ON x.id = s.item_id WHERE s.user_id = @CallerId OFFSET 0) i WHERE {In}",
        false => $"FROM items i WHERE {In} AND NOT EXISTS (SELECT 1 FROM stars s WHERE s.item_id = i.id AND s.user_id = @CallerId)",
    } + And(condition);

    public static string And(Condition? condition) => condition is null ? "" : $" AND ({condition.Sql})";
}
