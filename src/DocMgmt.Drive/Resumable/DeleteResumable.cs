using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Ends an upload for good, which the caller began, whatever has become of their level on its folder. What it became stays.</summary>
internal static class DeleteResumable
{
    /// <summary>Answers the pieces that nothing counts on any more.</summary>
    public sealed record Command(Guid Id, bool ByVisitor) : ICommand<IReadOnlyList<StoredPiece>>
    {
        public Access Access => ByVisitor ? Access.Visitor : Access.SignedIn;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, IReadOnlyList<StoredPiece>>
    {
        public async Task<IReadOnlyList<StoredPiece>> Handle(Command command, CancellationToken ct)
        {
            // Whoever just brings it to its end is waited for.
            await db.SingleAsync<int>($"SELECT 1 FROM resumable_uploads u WHERE u.id = @Id AND {ResumableGuard.Mine} FOR UPDATE", command, ct);
            var pieces = await db.ListAsync<StoredPiece>("SELECT p.store, p.name, p.size_bytes FROM resumable_pieces p WHERE p.upload_id = @Id", command, ct);
            await db.ExecuteAsync("DELETE FROM resumable_uploads WHERE id = @Id", command, ct);
            return pieces;
        }
    }
}
