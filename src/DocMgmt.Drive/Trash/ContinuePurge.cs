using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Goes on with a purge that was begun. Sent by who began it, by who leaves something unfinished behind and, where that one died, by the job trash-expiry.</summary>
internal static class ContinuePurge
{
    /// <summary>Answers whether nothing is left of it or, for who does not wait, somebody else is at it.</summary>
    public sealed record Command(long ItemId, bool Waits = false) : ICommand<bool>, IUnkeyed
    {
        public Access Access => Access.Anyone;
    }

    internal sealed class Handler(Db db, Purge purge) : IRequestHandler<Command, bool>
    {
        private const string Begun = "i.id = @ItemId AND i.purging_at IS NOT NULL AND i.job_id IS NULL";

        // The folder before the item, as everybody does.
        private const string Lock = $"""
            SELECT f.id FROM items i JOIN folders f ON f.id = i.parent_id WHERE {Begun} FOR SHARE OF f;
            SELECT i.drive_id FROM items i WHERE {Begun} FOR NO KEY UPDATE
            """;

        public async Task<bool> Handle(Command command, CancellationToken ct)
        {
            var results = await (command.Waits ? db.MultipleAsync(Lock, command, ct) : db.MultipleAsync($"{Lock} SKIP LOCKED", command, ct));
            long? driveId;
            await using (results)
            {
                await results.ReadAsync();
                driveId = await results.ReadSingleOrDefaultAsync<long?>();
            }

            return driveId is null || await purge.BatchAsync(command.ItemId, driveId.Value, ct);
        }
    }
}
