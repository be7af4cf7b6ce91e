using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>What visitors may do by a link.</summary>
public enum LinkLevel
{
    Read = 1,

    /// <summary>Put files into its folder, and see nothing.</summary>
    Write = 2,
}

/// <summary>Whether a link opens its item, and if not, why; judged at each request.</summary>
public enum LinkState
{
    Active,
    Expired,
    UsedUp,

    /// <summary>It was deleted, or its item was.</summary>
    Revoked,

    /// <summary>Its item is in the trash, itself or with a folder.</summary>
    Trashed,

    /// <summary>Its item is in another drive.</summary>
    Moved,

    /// <summary>Whoever made it has no admin on the item any more, or no account.</summary>
    NotPermitted,
}

/// <summary>What visitors are told of a link's state.</summary>
internal static class LinkStates
{
    /// <summary>Null: they may come in.</summary>
    public static Problem? Refusal(this LinkState state) => state switch
    {
        LinkState.Active => null,
        LinkState.Expired => Problems.LinkExpired,
        LinkState.UsedUp => Problems.LinkUsedUp,
        _ => Problems.LinkGone, // why is its maker's affair
    };
}

/// <summary>A token that opens one item to anyone: API.md's ShareLinkResponse.</summary>
public class ShareLink : IAboutItem
{
    public long Id { get; init; }
    public long ItemId { get; init; }

    /// <summary>A random UUID: 122 bits that nobody guesses.</summary>
    public Guid Token { get; init; }

    /// <summary>What people paste; filled in by the head, which knows where it is reached.</summary>
    public string Url { get; set; } = "";
    public LinkLevel PermissionType { get; init; }
    public bool HasPassword { get; init; }

    /// <summary>For whoever manages it; visitors don't see it.</summary>
    public string? Label { get; init; }
    public DateTime? ExpiresAt { get; init; }

    /// <summary>False: visitors look only.</summary>
    public bool AllowDownload { get; init; }

    /// <summary>Null: any number.</summary>
    public int? MaxDownloads { get; init; }

    /// <summary>Of a link that takes files; null: any number.</summary>
    public int? MaxUploads { get; init; }

    /// <summary>Of one file that visitors put there; null: what the service takes.</summary>
    public long? MaxUploadBytes { get; init; }

    /// <summary>MIME types that visitors may put there, <c>image/*</c> for a whole kind; null: what the service takes.</summary>
    public IReadOnlyList<string>? AllowedTypes { get; init; }
    public LinkState State { get; init; }

    /// <summary>All requests that it let in, with those that are counted below.</summary>
    public long AccessCount { get; init; }
    public long DownloadCount { get; init; }
    public long UploadCount { get; init; }
    public DateTime? LastAccessedAt { get; init; }
    public long CreatedBy { get; init; }
    public DateTime CreatedAt { get; init; }

    /// <summary>Beside <see cref="LinkGuard.Joins"/>.</summary>
    internal const string Columns = $"""
        l.id, l.item_id, l.token, l.level AS permission_type, l.password_hash IS NOT NULL AS has_password, l.label, l.expires_at, l.allow_download, l.max_downloads,
        l.max_uploads, l.max_upload_bytes, l.allowed_types, {LinkGuard.State} AS state, l.access_count, l.download_count, l.upload_count, l.last_accessed_at,
        l.created_by, l.created_at
        """;

    /// <summary>The link <c>@LinkId</c> as it is after the statements before.</summary>
    internal const string OfId = $"SELECT {Columns} FROM share_links l {LinkGuard.Joins} WHERE l.id = @LinkId";

    /// <summary>What the audit log keeps of it: never the token, nor the password.</summary>
    internal AuditEntry Event(string action) => new(action, ItemId, new
    {
        permission_type = PermissionType.ToString().ToLowerInvariant(), has_password = HasPassword, label = Label, expires_at = ExpiresAt,
        max_downloads = MaxDownloads, allow_download = AllowDownload, max_uploads = MaxUploads,
    }, LinkId: Id);
}
