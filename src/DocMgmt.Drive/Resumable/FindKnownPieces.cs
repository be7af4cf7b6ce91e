using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Which pieces an upload counts on.</summary>
internal static class FindKnownPieces
{
    public sealed record Query(string[] Names) : IQuery<IReadOnlyList<string>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<string>>
    {
        public async Task<IReadOnlyList<string>> Handle(Query query, CancellationToken ct) =>
            (await db.ListAsync<string>(query, "SELECT p.name FROM resumable_pieces p WHERE p.name = ANY (@Names)", ct)).Rows;
    }
}
