using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Notes of blobs that their bytes were just hashed and are right; one that was held for damaged is healthy again: its disk had been away.</summary>
internal static class NoteVerified
{
    /// <summary>Answers how many had been damaged. A row that has another key by now is left alone.</summary>
    /// <param name="Since">When the hashing began: a suspicion that came up later stays.</param>
    public sealed record Command(IReadOnlyList<long> Ids, IReadOnlyList<string> Keys, DateTime Since) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        // The locks first, in the order that everybody takes them in.
        public async Task<int> Handle(Command command, CancellationToken ct) => (await db.ListAsync<string>("""
            SELECT b.state
            FROM unnest(@Ids, @Keys) x (id, key)
            JOIN blobs b ON b.id = x.id AND b.key = x.key
            ORDER BY b.sha256
            FOR NO KEY UPDATE OF b;
            UPDATE blobs AS b
            SET verified_at = @Now, suspected_at = CASE WHEN b.suspected_at > @Since THEN b.suspected_at END, state = 'healthy'
            FROM unnest(@Ids, @Keys) x (id, key)
            WHERE b.id = x.id AND b.key = x.key
            """, new { Ids = command.Ids.ToArray(), Keys = command.Keys.ToArray(), command.Since }, ct)).Count(state => state == "damaged");
    }
}
