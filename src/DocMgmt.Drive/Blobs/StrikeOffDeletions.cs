using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Forgets keys whose bytes are deleted: the last step of a content's end.</summary>
internal static class StrikeOffDeletions
{
    public sealed record Command(IReadOnlyList<long> Ids) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) =>
            db.ExecuteAsync("DELETE FROM blob_deletions WHERE id = ANY (@Ids)", new { Ids = command.Ids.ToArray() }, ct);
    }
}
