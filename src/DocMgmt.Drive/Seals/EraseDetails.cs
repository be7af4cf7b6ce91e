using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Seals;

/// <summary>Erases what events tell of the user who did it: metadata, address, agent and request id. That, when, on what and by which account it was done stays, and so does the seal. After <see cref="NoteErasure"/>.</summary>
public static class EraseDetails
{
    /// <param name="Until">Up to this position.</param>
    /// <param name="After">Where the last batch ended: the time and id of its last event.</param>
    public sealed record Command(long UserId, long Until, DateTime After, long AfterId) : ICommand<Last?>
    {
        public Access Access => Access.Job;
    }

    /// <param name="Events">How many the batch had.</param>
    public sealed record Last(DateTime CreatedAt, long Id, int Events);

    internal sealed class Handler(Db db) : IRequestHandler<Command, Last?>
    {
        /// <returns>Where it ended; null: there was nothing left.</returns>
        public Task<Last?> Handle(Command command, CancellationToken ct) => db.SingleOrDefaultAsync<Last>("""
            WITH batch AS (
                SELECT created_at, id
                FROM events
                WHERE user_id = @UserId AND position <= @Until AND (created_at, id) > (@After, @AfterId)
                ORDER BY created_at, id
                LIMIT @Size
            ),
            erased AS (
                UPDATE events e
                SET metadata = '{}', ip_address = NULL, user_agent = NULL, request_id = NULL, salt = NULL
                FROM batch
                WHERE e.created_at = batch.created_at AND e.id = batch.id
            )
            SELECT created_at, id, CAST(count(*) OVER () AS int) AS events FROM batch ORDER BY created_at DESC, id DESC LIMIT 1
            """, new { command.UserId, command.Until, command.After, command.AfterId, Batch.Size }, ct);
    }
}
