using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Seals;

/// <summary>Seals, before it begins, that the details of what a user did are erased: without this they would count as changed.</summary>
public static class NoteErasure
{
    public sealed record Command(long UserId) : ICommand<long>, IAudited<long>
    {
        public Access Access => Access.Job;
        public AuditEntry Audit(long done) => new("purge", null, new { audit_user_id = UserId, events = done });
    }

    internal sealed class Handler(Db db, SealChain chain) : IRequestHandler<Command, long>
    {
        /// <returns>How many events of theirs there are.</returns>
        public async Task<long> Handle(Command command, CancellationToken ct)
        {
            await chain.LockAsync(ct);
            var events = await db.CountAsync<long>("SELECT count(*) FROM events WHERE user_id = @UserId", command, ct);
            await chain.AppendAsync(new() { Kind = Seal.Erasure, UserId = command.UserId, Count = events }, ct);
            return events;
        }
    }
}
