using DocMgmt.Drive.Pipeline;
using Npgsql;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>Counts a visitor's request with the link that let them in, in the round trip of the COMMIT that makes it true: the row is held no longer.</summary>
internal static class VisitCount
{
    /// <summary>Fails the transaction with <c>link_used_up</c> where others took the last meanwhile, with <c>link_gone</c> where it was deleted meanwhile.</summary>
    public static NpgsqlBatchCommand Of(LinkVisit visit, VisitKind kind, DateTime now) => new("""
        UPDATE share_links
        SET access_count = CASE WHEN revoked_at IS NULL THEN access_count + 1 ELSE break_rule('link_gone') END,
            download_count = CASE
                WHEN $2 <> 1 THEN download_count
                WHEN max_downloads IS NULL OR download_count < max_downloads THEN download_count + 1
                ELSE break_rule('link_used_up')
            END,
            upload_count = CASE
                WHEN $2 <> 2 THEN upload_count
                WHEN max_uploads IS NULL OR upload_count < max_uploads THEN upload_count + 1
                ELSE break_rule('link_used_up')
            END,
            last_accessed_at = GREATEST(last_accessed_at, $3)
        WHERE id = $1
        """)
    {
        Parameters = { new() { Value = visit.LinkId }, new() { Value = (int)kind }, new() { Value = now } },
    };
}
