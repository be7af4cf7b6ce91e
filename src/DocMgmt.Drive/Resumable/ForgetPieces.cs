using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Forgets pieces that were deleted, of no upload any more.</summary>
internal static class ForgetPieces
{
    public sealed record Command(string[] Names) : ICommand<int>
    {
        public Access Access => Access.Anyone; // nothing is told, and nothing is forgotten that somebody counts on
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("DELETE FROM resumable_pieces WHERE name = ANY (@Names) AND upload_id IS NULL", command, ct);
    }
}
