using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Goes on with a purge that was begun. Sent by who began it, by who leaves something unfinished behind and, where that one died, by the job trash-expiry.</summary>
internal static class ContinuePurge
{
    /// <param name="Waits">Whether to wait for somebody else who is at it.</param>
    public sealed record Command(long ItemId, bool Waits = false) : ICommand<PurgeState>, IUnkeyed
    {
        public Access Access => Access.Anyone;
    }

    internal sealed class Handler(Db db, Purge purge) : IRequestHandler<Command, PurgeState>
    {
        private const string Begun = "i.id = @ItemId AND i.purging_at IS NOT NULL AND i.job_id IS NULL";

        // The folder before the item, as everybody does.
        private const string Lock = $"""
            SELECT f.id FROM items i JOIN folders f ON f.id = i.parent_id WHERE {Begun} FOR SHARE OF f;
            SELECT i.drive_id FROM items i WHERE {Begun} FOR NO KEY UPDATE
            """;

        public async Task<PurgeState> Handle(Command command, CancellationToken ct)
        {
            var results = await (command.Waits ? db.MultipleAsync(Lock, command, ct) : db.MultipleAsync($"{Lock} SKIP LOCKED", command, ct));
            long? driveId;
            await using (results)
            {
                await results.ReadAsync();
                driveId = await results.ReadSingleOrDefaultAsync<long?>();
            }

            if (driveId is not null) return await purge.BatchAsync(command.ItemId, driveId.Value, ct) ? PurgeState.Gone : PurgeState.Unfinished;
            return await db.SingleAsync<bool>($"SELECT EXISTS (SELECT 1 FROM items i WHERE {Begun})", command, ct) ? PurgeState.Busy : PurgeState.Gone;
        }
    }
}
