using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Archives;

/// <summary>A file of an archive, as it is now.</summary>
internal static class FindArchived
{
    /// <param name="TopId">What the archive was asked of, by which the caller is judged: the file itself, or a folder that it is below.</param>
    public sealed record Query(long TopId, long FileId) : IQuery<ArchivedItem>, IOpenToVisitors
    {
        public Access Access => Access.To(TopId, Level.Read);
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, ArchivedItem>
    {
        public Task<ArchivedItem> Handle(Query query, CancellationToken ct) => db.SingleAsync<ArchivedItem>(query, $"""
            {Guard.Item}
            SELECT {Guard.Columns}, {ArchivedItem.Columns}
            FROM target t
            JOIN items i ON i.id = @FileId AND i.type = 'file' AND i.trashed_at IS NULL
            JOIN folders f ON f.id = i.parent_id AND f.trash_id IS NULL
            {ArchivedItem.Joins}
            WHERE t.id = i.id OR (t.type = 'folder' AND f.path >= t.path AND f.path < left(t.path, -1) || '0') -- '0' comes after '/'
            """, ct);
    }
}
