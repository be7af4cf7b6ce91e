using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Ends an upload for good, which the caller began; what it has become stays.</summary>
internal static class DeleteResumable
{
    /// <summary>Answers the pieces that nothing counts on any more.</summary>
    public sealed record Command(Guid Id) : ICommand<IReadOnlyList<StoredPiece>>, ILocking, IOpenToVisitors
    {
        public Access Access => Access.ToResumable(Id, Level.Write);
        public Locks Locks => Locks.Upload;
        public Level? Opened => Level.Write;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, IReadOnlyList<StoredPiece>>
    {
        // Under the row's lock, which the pipeline took: whoever just ended it has ended it.
        public async Task<IReadOnlyList<StoredPiece>> Handle(Command command, CancellationToken ct)
        {
            var pieces = await db.ListAsync<StoredPiece>("DELETE FROM resumable_pieces p WHERE p.upload_id = @Id RETURNING p.store, p.name, p.size_bytes", new { command.Id }, ct);
            await db.ExecuteAsync("DELETE FROM resumable_uploads WHERE id = @Id", new { command.Id }, ct);
            return pieces;
        }
    }
}
