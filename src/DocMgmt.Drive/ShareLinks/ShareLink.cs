using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>What visitors may do by a link.</summary>
public enum LinkLevel
{
    Read = 1,

    /// <summary>Put files into its folder, and see nothing.</summary>
    Write = 2,
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

    /// <summary>The link <c>@LinkId</c> of the item <c>@ItemId</c>, while it is not deleted.</summary>
    internal const string Live = "l.id = @LinkId AND l.item_id = @ItemId AND l.revoked_at IS NULL";

    /// <summary>The same, shown.</summary>
    internal const string Shown = $"SELECT {Columns} FROM share_links l {LinkGuard.Joins} WHERE {Live}";

    /// <summary>What the audit log keeps of it: never the token, nor the password.</summary>
    /// <param name="changed">Null: it was made or ended.</param>
    internal AuditEntry Event(string action, LinkMembers? changed = null) => new(action, ItemId, new
    {
        changed = changed?.ToString(),
        permission_type = PermissionType.ToString().ToLowerInvariant(), has_password = HasPassword, label = Label, expires_at = ExpiresAt,
        max_downloads = MaxDownloads, allow_download = AllowDownload, max_uploads = MaxUploads, max_upload_bytes = MaxUploadBytes, allowed_types = AllowedTypes,
    }, LinkId: Id);
}
