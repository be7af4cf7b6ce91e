using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Seals;

/// <summary>Seals, before it begins, that the details of what a user did are erased: without this they would count as changed.</summary>
public static class NoteErasure
{
    public sealed record Command(long UserId) : ICommand<Noted>, IAudited<Noted>
    {
        public Access Access => Access.Job;
        public AuditEntry Audit(Noted done) => new("purge", null, new { audit_user_id = UserId, events = done.Events });
    }

    /// <param name="Events">How many events of theirs there are.</param>
    /// <param name="Until">The position up to which they may be erased: later ones are another erasure's.</param>
    public sealed record Noted(long Events, long Until);

    internal sealed class Handler(Db db, SealChain chain) : IRequestHandler<Command, Noted>
    {
        /// <exception cref="Problem">404: there is no such account.</exception>
        public async Task<Noted> Handle(Command command, CancellationToken ct)
        {
            await chain.LockAsync(ct);
            await db.SingleAsync<long>("SELECT id FROM users WHERE id = @UserId", command, ct);
            var noted = await db.CountAsync<Noted>("""
                SELECT (SELECT count(*) FROM events WHERE user_id = @UserId AND position <= s.last_position) AS events, s.last_position AS until FROM event_sequencer s
                """, command, ct);
            await chain.AppendAsync(new() { Kind = Seal.Erasure, UserId = command.UserId, Count = noted.Events, LastPosition = noted.Until }, ct);
            return noted;
        }
    }
}
