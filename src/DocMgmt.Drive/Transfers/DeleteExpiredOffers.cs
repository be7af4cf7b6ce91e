using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Transfers;

/// <summary>Forgets offers that expired.</summary>
internal static class DeleteExpiredOffers
{
    /// <summary>Answers how many it forgot: fewer than the batch at the end.</summary>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            DELETE FROM ownership_offers WHERE item_id IN (SELECT item_id FROM ownership_offers WHERE expires_at <= @Now LIMIT @Batch FOR UPDATE SKIP LOCKED)
            """, command, ct);
    }
}
