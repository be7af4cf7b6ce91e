using System.Text.Json;
using DocMgmt.Drive.Items;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Model;

/// <summary>What somebody is shown, as lines of text: by the service in its answers, and by the model. They are to be the same.</summary>
/// <param name="userIds">Of the users in their order.</param>
internal sealed class Shown(Ids ids, IReadOnlyList<long> userIds)
{
    public static string Item(JsonElement item) => string.Join(" | ",
        item.Id(), item.Text("type"), item.Text("item_name"), item.Text("full_path"), $"in {item.GetProperty("parent_id")}", $"of {item.GetProperty("owner_id")}", item.Text("permission_type"),
        $"{item.GetProperty("size_bytes")} bytes {item.GetProperty("checksum")}", $"version {item.GetProperty("current_version_id")} of {item.GetProperty("version_count")}",
        item.GetProperty("is_starred").GetBoolean() ? "star" : "", item.GetProperty("description"), string.Join(", ", item.GetProperty("tags").EnumerateArray().Select(t => t.GetString())));

    public string Item(Drives drives, int user, Node node)
    {
        var chain = drives.ShownChain(user, node);
        return Item(drives, user, node, chain, chain.Count > 1 ? ids.Of(node.Parent) : null, drives.LevelOf(user, node));
    }

    /// <summary>With what a list of the trash tells: who put it there, how many bytes and items deleting it for good would give back.</summary>
    public static string Trashed(JsonElement item) => $"{Item(item)} | {item.GetProperty("total_bytes")} bytes in {item.GetProperty("item_count")}, by {item.GetProperty("trashed_by")}";

    /// <param name="root">What went to the trash, itself or a folder that it is in.</param>
    public string Trashed(Drives drives, Node node, Node root)
    {
        List<Node> chain = [.. drives.Chain(node).SkipWhile(n => n.IsRoot)];
        var parent = node.Trashed is not null && chain.Count == 1 ? null : ids.Of(node.Parent);
        var all = drives.Below(node);
        // What is in a folder inside another one is counted with that.
        var size = node.IsFolder && node != root ? (null, null) : ((long?)all.Sum(n => n.Bytes), (int?)all.Count);
        return $"{Item(drives, node.Drive, node, chain, parent, Level.Owner)} | {size.Item1} bytes in {size.Item2}, by {userIds[root.Trashed!.By]}";
    }

    public static string Version(JsonElement version) =>
        $"{version.Id()} {version.GetProperty("version_number")}: {version.GetProperty("size_bytes")} {version.Text("checksum")} {version.GetProperty("is_current")} '{version.GetProperty("label")}' {version.GetProperty("keep_forever")}";

    public string Version(Node file, Version version) =>
        $"{ids.Of(version.Key)} {version.Number}: {version.Content.Size} {version.Content.Checksum} {version == file.Current} '{version.Label}' {version.IsKept}";

    public static string Tag(JsonElement tag) => $"{tag.Text("name")} {tag.GetProperty("color")} {tag.GetProperty("usage_count")}";
    public static string Tag(Tag tag, int usage) => $"{tag.Name} {tag.Color} {usage}";

    public static string Grant(JsonElement grant) => $"{grant.Id()} user {grant.GetProperty("user_id")} {grant.Text("permission_type")}";
    public string Grant(Grantee grantee, Grant grant) => $"{ids.Of(grant.Key)} user {(grantee.User is { } user ? userIds[user] : null)} {Word(grant.Level)}";

    /// <summary>As lists have them.</summary>
    public static IEnumerable<Node> InOrder(IEnumerable<Node> nodes, Ids ids) => nodes.OrderBy(n => SortKey.Of(n.Name), StringComparer.Ordinal).ThenBy(n => ids.Of(n.Key));

    private string Item(Drives drives, int user, Node node, IReadOnlyList<Node> chain, long? parent, Level level) => string.Join(" | ",
        ids.Of(node.Key), node.IsFolder ? "folder" : "file", node.Name, "/" + string.Join('/', chain.Select(n => n.Name)), $"in {parent}", $"of {userIds[node.Drive]}", Word(level),
        $"{(node.IsFolder ? null : node.Current?.Content.Size ?? 0)} bytes {node.Current?.Content.Checksum}", $"version {(node.Current is { } current ? ids.Of(current.Key) : null)} of {node.Versions.Count}",
        node.StarredBy.Contains(user) ? "star" : "", node.Description, string.Join(", ", node.Tags.Select(t => drives.FindTag(t)!).OrderBy(t => t.NameKey, StringComparer.Ordinal).Select(t => t.Name)));

    private static string Word(Level level) => level.ToString().ToLowerInvariant();
}
