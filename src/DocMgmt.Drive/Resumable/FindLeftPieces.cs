using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Pieces of no upload any more, that are to be deleted.</summary>
internal static class FindLeftPieces
{
    public sealed record Query(int Most, string After) : IQuery<IReadOnlyList<StoredPiece>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<StoredPiece>>
    {
        public async Task<IReadOnlyList<StoredPiece>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<StoredPiece>(query, """
            SELECT p.store, p.name, p.size_bytes FROM resumable_pieces p WHERE p.upload_id IS NULL AND p.name > @After ORDER BY p.name LIMIT @Most
            """, ct)).Rows;
    }
}
