using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Notes what the bytes of blobs turned out to be. Damaged ones answer as such, are no dedup hit, and are healed by the next upload of their
/// content. A blob that has other bytes by now (healed meanwhile) is left alone.
/// </summary>
internal static class MarkBlobs
{
    /// <summary>Answers how many changed.</summary>
    public sealed record Command(IReadOnlyCollection<(long Id, string Key)> Blobs, bool Healthy) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            UPDATE blobs b SET state = CASE WHEN @Healthy THEN 'healthy' ELSE 'damaged' END, verified_at = CASE WHEN @Healthy THEN @Now ELSE b.verified_at END
            WHERE b.id IN (
                SELECT o.id
                FROM unnest(CAST(@Ids AS bigint[]), CAST(@Keys AS text[])) AS m (id, key)
                JOIN blobs o ON o.id = m.id AND o.key = m.key AND (o.state = 'healthy') <> @Healthy
                ORDER BY o.sha256
                FOR NO KEY UPDATE OF o
            )
            """, new { Ids = command.Blobs.Select(b => b.Id).ToArray(), Keys = command.Blobs.Select(b => b.Key).ToArray(), command.Healthy }, ct);
    }
}
