using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Seals;

/// <summary>
/// Seals events that have positions since the last seal. A seal is of consecutive positions and of one month, so that a month that is dropped takes whole
/// seals' events with it. What is missing already ends a seal: the gap stays visible between two.
/// </summary>
public static class SealEvents
{
    /// <param name="Batch">How many events at most.</param>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    private sealed record Sealable(long Position, string Month, string Text);

    internal sealed class Handler(Db db, SealChain chain) : IRequestHandler<Command, int>
    {
        /// <returns>How many events were sealed.</returns>
        public async Task<int> Handle(Command command, CancellationToken ct)
        {
            await chain.LockAsync(ct);
            var events = await db.ListAsync<Sealable>($"""
                SELECT e.position, to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, {EventText.Whole} AS text
                FROM events e
                WHERE e.position > {SealChain.LastPosition}
                  AND e.position <= (SELECT last_position FROM event_sequencer)
                ORDER BY e.position, e.id
                LIMIT @Batch
                """, command, ct);
            for (var first = 0; first < events.Count;)
            {
                var end = first + 1;
                while (end < events.Count && events[end].Position == events[end - 1].Position + 1 && events[end].Month == events[first].Month) end++;
                await SealAsync(events.Skip(first).Take(end - first).ToList(), ct);
                // Of two with one position the first is sealed: the other was put there by nobody of ours.
                for (first = end; first < events.Count && events[first].Position == events[first - 1].Position;) first++;
            }

            return events.Count;
        }

        private Task<Seal> SealAsync(List<Sealable> run, CancellationToken ct) => chain.AppendAsync(new()
        {
            Kind = Seal.Events, Month = run[0].Month, FirstPosition = run[0].Position, LastPosition = run[^1].Position, Count = run.Count,
            EventHashes = [.. run.SelectMany(e => EventText.Hash(e.Text))],
        }, ct);
    }
}
