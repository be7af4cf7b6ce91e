using System.Text.Json.Serialization;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Groups;

/// <summary>Users who are granted things together: API.md's GroupResponse.</summary>
public sealed class Group : IListed, IAboutGroup
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public long OwnerId { get; init; }
    public GroupRole MyRole { get; init; }

    /// <summary>Its owner among them.</summary>
    public long MemberCount { get; init; }
    public DateTime CreatedAt { get; init; }

    /// <summary>What it was called before it was changed.</summary>
    internal string? OldName { get; set; }

    [JsonIgnore]
    public string SortKey { get; init; } = "";

    /// <summary>Of the group <c>t</c> that was judged.</summary>
    internal const string Columns = """
        t.id, t.name, t.owner_id, t.level AS my_role, (SELECT count(*) FROM group_members n WHERE n.group_id = t.id) AS member_count, t.created_at, t.sort_key
        """;

    /// <summary>For a command that shows what it made or changed: <c>@AccessId</c>.</summary>
    internal const string One = $"{GroupGuard.Group} SELECT {Columns} FROM target t";
}
