using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Archives;

/// <summary>What an archive is asked of: all of it is the caller's to read, or there is no archive.</summary>
internal static class AdmitToArchive
{
    /// <param name="ItemIds">At least one; each once.</param>
    /// <param name="Sends">Whether the archive will be sent, which is told as a download of each.</param>
    public sealed record Query(IReadOnlyList<long> ItemIds, bool Sends) : IQuery<IReadOnlyList<Top>>, IAudited<IReadOnlyList<Top>>, IOpenToVisitors
    {
        // The others are judged by the same words in the same statement.
        public Access Access => Access.To(ItemIds[0], Level.Read);
        public AuditEntry? Audit(IReadOnlyList<Top> done) => Sends ? null : AuditEntry.Look(ItemIds.Count == 1 ? ItemIds[0] : null, new { what = "archive", item_ids = ItemIds });
    }

    /// <param name="Name">Empty: the root of a drive.</param>
    public sealed record Top(long Id, bool IsFolder, string Name);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<Top>>
    {
        /// <returns>In the order of the ids.</returns>
        public async Task<IReadOnlyList<Top>> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<Top>(query, $"""
                {Guard.Item},
                admitted AS (WITH wanted AS (SELECT unnest(CAST(@Ids AS bigint[])) AS id) {Guard.Admitted})
                SELECT {Guard.Columns}, a.id, a.type = 'folder' AS is_folder, a.name
                FROM target t
                CROSS JOIN admitted a
                WHERE a.level > 0
                """, ct, new { Ids = query.ItemIds.ToArray() });
            if (rows.Count < query.ItemIds.Count) throw Problems.NotFound;
            var byId = rows.ToDictionary(t => t.Id);
            return [.. query.ItemIds.Select(id => byId[id])];
        }
    }
}
