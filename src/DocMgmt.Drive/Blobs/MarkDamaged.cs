using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Marks a blob whose bytes are lost or wrong: nobody gets it any more, no upload refers to it as it is, and the next upload of its content heals
/// it for all versions (<see cref="BlobReferences.Add"/>).
/// </summary>
internal static class MarkDamaged
{
    /// <summary>Answers null when the row is gone or has another key: it was swept or healed meanwhile.</summary>
    /// <param name="Key">Where the bad bytes were found, or none.</param>
    public sealed record Command(long Id, string Key) : ICommand<Damage?>
    {
        public Access Access => Access.Job;
    }

    /// <param name="IsNew">False when it was known already.</param>
    /// <param name="Versions">Ids of some versions that have this content.</param>
    public sealed record Damage(bool IsNew, IReadOnlyList<long> Versions);

    internal sealed class Handler(Db db) : IRequestHandler<Command, Damage?>
    {
        public async Task<Damage?> Handle(Command command, CancellationToken ct)
        {
            await using var results = await db.MultipleAsync("""
                SELECT state FROM blobs WHERE id = @Id AND key = @Key FOR NO KEY UPDATE;
                UPDATE blobs SET state = 'damaged', verified_at = @Now, suspected_at = NULL WHERE id = @Id AND key = @Key;
                SELECT id FROM versions WHERE blob_id = @Id ORDER BY id DESC LIMIT 5
                """, command, ct);
            var state = await results.ReadFirstOrDefaultAsync<string>();
            var versions = (await results.ReadAsync<long>()).ToList();
            return state is null ? null : new(state == "healthy", versions);
        }
    }
}
