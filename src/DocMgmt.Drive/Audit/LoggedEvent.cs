using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Users;

namespace DocMgmt.Drive.Audit;

/// <summary>One event of the audit log: API.md's AuditLogEntryResponse.</summary>
public sealed class LoggedEvent : IListed
{
    public long Id { get; init; }
    public long? ItemId { get; init; }

    /// <summary>Null: a visitor of a share link did it, or the service itself.</summary>
    public long? UserId { get; init; }
    public Person? User
    {
        get => UserId is { } id ? new(id, DisplayName) : null;
        init => (UserId, DisplayName) = (value?.Id, value?.DisplayName ?? "");
    }


    /// <summary>The link that a visitor came in by, or that it is about.</summary>
    public long? ShareLinkId { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public string Action { get; init; } = "";

    /// <summary>What it says more, by action.</summary>
    public JsonElement Metadata => JsonElement.Parse(Details);

    public string? IpAddress { get; init; }
    public string? UserAgent { get; init; }

    /// <summary>As the request's answer had it in <c>X-Request-ID</c>.</summary>
    public string? RequestId { get; init; }
    public DateTime CreatedAt { get; init; }

    [JsonIgnore]
    public string DisplayName { get; init; } = "";

    /// <summary>The metadata's JSON.</summary>
    [JsonIgnore]
    public string Details { get; init; } = "";

    [JsonIgnore]
    long IListed.Id => Id;

    [JsonIgnore]
    string IListed.SortKey => ((CreatedAt - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    /// <summary>To be followed by where they come from.</summary>
    internal const string Columns = $"{Facts}, CAST(e.metadata AS text) AS details";

    /// <summary>Where places are told of the drive <c>t.drive_id</c> only, and of that to its owner alone: nobody else learns even the ids of what lies around.</summary>
    internal const string WithOwnPlaces = $$"""
        {{Facts}},
        CAST(CASE WHEN t.level >= 4 AND (e.drive_id IS NULL OR e.drive_id = t.drive_id) THEN e.metadata ELSE e.metadata - CAST('{from,to,parent_id}' AS text[]) END AS text) AS details
        """;

    // Of event e and the user u who did it.
    private const string Facts =
        "e.id, e.item_id, e.user_id, COALESCE(u.display_name, '') AS display_name, e.share_link_id, e.action, host(e.ip_address) AS ip_address, e.user_agent, e.request_id, e.created_at";
}
