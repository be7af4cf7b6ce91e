using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Purges from their beginning to their end: what happens between the messages.</summary>
public sealed class Purges(IMediator mediator)
{
    private const int Batch = 500;

    /// <summary>Deletes something in the trash for good. Where that breaks off, the job trash-expiry goes on.</summary>
    public async Task PurgeAsync(long itemId, CancellationToken ct)
    {
        var purged = await mediator.Send(new PurgeItem.Command(itemId), ct);
        for (var done = purged.Done; !done;) done = await mediator.Send(new ContinuePurge.Command(itemId), ct);
    }

    /// <summary>Purges what is old enough, and what others began and did not end.</summary>
    /// <returns>How many items it dealt with.</returns>
    public async Task<int> ExpireAsync(CancellationToken ct)
    {
        while (await mediator.Send(new ExpireTrash.Command(Batch), ct) == Batch)
        {
            // The next batch.
        }

        var count = 0;
        for (var after = 0L; await mediator.Send(new FindPurging.Query(after, Batch), ct) is { Count: > 0 } items; after = items[^1])
        {
            foreach (var item in items)
            {
                while (!await mediator.Send(new ContinuePurge.Command(item), ct))
                {
                    // The next versions.
                }

                count++;
            }
        }

        return count;
    }
}
