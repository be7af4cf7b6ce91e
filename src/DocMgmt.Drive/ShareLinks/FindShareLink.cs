using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>What the gate must know of a link, by its token; null where there is none. For the gate alone: it tells what nobody may be told before the password.</summary>
internal static class FindShareLink
{
    public sealed record Query(Guid Token) : IQuery<Found?>
    {
        public Access Access => Access.Anyone;
    }

    public sealed class Found
    {
        public long Id { get; init; }
        public Guid Token { get; init; }
        public long? ItemId { get; init; }
        public string? ItemName { get; init; }
        public ItemType Type { get; init; }
        public LinkLevel Level { get; init; }
        public LinkState State { get; init; }
        public string? PasswordHash { get; init; }
        public DateTime? ExpiresAt { get; init; }
        public bool AllowDownload { get; init; }
        public long? MaxDownloads { get; init; }
        public long? MaxUploadBytes { get; init; }
        public IReadOnlyList<string>? AllowedTypes { get; init; }
        public long CreatedBy { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Found?>
    {
        public Task<Found?> Handle(Query query, CancellationToken ct) => db.SingleOrDefaultAsync<Found>(query, $"""
            SELECT l.id, l.token, l.item_id, li.name AS item_name, li.type, l.level, {LinkGuard.State} AS state, l.password_hash, l.expires_at, l.allow_download, l.max_downloads,
                l.max_upload_bytes, l.allowed_types, l.created_by
            FROM share_links l
            {LinkGuard.Joins}
            WHERE l.token = @Token
            """, ct);
    }
}
