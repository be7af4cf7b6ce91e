using System.Text.Json.Serialization;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Groups;

/// <summary>Somebody in a group. Not their address: whoever knows an id may take its user in, and would learn it.</summary>
public sealed class Member : IListed, IAboutGroup
{
    public long UserId { get; init; }
    public string DisplayName { get; init; } = "";

    public GroupRole Role { get; init; }

    /// <summary>Whether a command had nothing to change.</summary>
    internal bool IsAsBefore { get; set; }

    [JsonIgnore]
    string IListed.SortKey => "";

    [JsonIgnore]
    long IListed.Id => UserId;

    /// <summary>Of user <c>u</c>'s membership <c>m</c> in group <c>g</c>.</summary>
    internal const string Columns = $"m.user_id, u.display_name, {GroupGuard.Role} AS role";

    /// <summary>For a command that shows whom it made or changed: <c>@AccessId</c>, <c>@UserId</c>.</summary>
    internal const string One = $"""
        {GroupGuard.Group}
        SELECT {Columns}
        FROM target t
        JOIN groups g ON g.id = t.id
        JOIN group_members m ON m.group_id = g.id AND m.user_id = @UserId
        JOIN users u ON u.id = m.user_id
        """;
}
