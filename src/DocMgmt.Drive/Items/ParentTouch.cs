namespace DocMgmt.Drive.Items;

/// <summary>
/// Says on a folder that something in it changed: at most once a second, and not at all while somebody else has its row, so that uploads
/// into one folder don't wait for each other. No new revision.
/// </summary>
internal static class ParentTouch
{
    /// <summary>Takes <c>@ParentId</c>.</summary>
    public const string Sql = $"{Touch} p.id = @ParentId {Rarely}";

    /// <summary>Takes <c>@OldParentId</c>: of what goes from one folder to another.</summary>
    public const string OfOld = $"{Touch} p.id = @OldParentId {Rarely}";

    private const string Touch = "UPDATE items SET updated_at = @Now WHERE id = (SELECT p.id FROM items p WHERE";
    private const string Rarely = "AND p.updated_at < @Now - interval '1 second' FOR NO KEY UPDATE SKIP LOCKED)";
}
