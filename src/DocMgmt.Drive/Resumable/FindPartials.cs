using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>The partial uploads of the caller's own that are to become one file in a folder.</summary>
internal static class FindPartials
{
    /// <summary>Answers them in the order of the ids; fewer where some are not there.</summary>
    public sealed record Query(long? ParentId, Guid[] Ids) : IQuery<IReadOnlyList<ResumableUpload>>, IOpenToVisitors
    {
        public Access Access => Access.ToFolder(ParentId, Level.Write);
        public Level? Opened => Level.Write;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<ResumableUpload>>
    {
        public async Task<IReadOnlyList<ResumableUpload>> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<ResumableUpload>(query, $"""
                {Guard.Folder}
                SELECT {Guard.Columns}, {ResumableUpload.Columns}
                FROM target t
                LEFT JOIN (
                    unnest(CAST(@Ids AS uuid[])) WITH ORDINALITY x(id, n)
                    JOIN resumable_uploads u ON u.id = x.id AND {ResumableGuard.Mine} AND u.kind = 'partial' AND u.expires_at > @Now
                ) ON true
                ORDER BY x.n
                """, ct);
            return rows;
        }
    }
}
