namespace DocMgmt.Tests.Fuzzing;

/// <summary>What kind of thing an id means, by its name and the path that it stands in.</summary>
internal static class Ids
{
    public static bool IsId(string name) => name is "id" or "version" or "into" || name.EndsWith("_id", StringComparison.Ordinal);

    public static string Of(string name, string path) => name switch
    {
        "version_id" or "version" or "current_version_id" => "versions",
        "user_id" or "owner_id" or "created_by" => "users",
        "permission_id" => "permissions",
        "link_id" => "links",
        "group_id" => "groups",
        "id" when path.Contains("/users", StringComparison.Ordinal) || path.Contains("/auth", StringComparison.Ordinal) => "users",
        "tag_id" or "into" => "tags",
        "id" when path.StartsWith("/v1/tags", StringComparison.Ordinal) => "tags",
        "parent_id" or "in" => "folders",
        "id" when path.Contains("/version-policy", StringComparison.Ordinal) => "folders",
        "id" when path.EndsWith("/accept", StringComparison.Ordinal) => "offers",
        "id" when path.EndsWith("/transfer", StringComparison.Ordinal) => "offered",
        "id" when path.EndsWith("/move", StringComparison.Ordinal) || path.EndsWith("/copy", StringComparison.Ordinal) || path.EndsWith("/download", StringComparison.Ordinal) => "files",
        "id" when path.EndsWith("/children", StringComparison.Ordinal) => path.Contains("/trash", StringComparison.Ordinal) ? "trashed_folders" : "folders",
        "id" when path.Contains("/trash", StringComparison.Ordinal) => "trashed",
        "id" when path.Contains("/groups", StringComparison.Ordinal) => "groups",
        "id" when path.Contains("/upload", StringComparison.Ordinal) => "versions",
        _ => "items",
    };
}
