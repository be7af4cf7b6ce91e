using MediatR;

namespace DocMgmt.Drive.Seals;

/// <summary>Erases the details of what a user did, sealed beforehand. May be killed and run again: what is left is erased then.</summary>
public sealed class Erasure(IMediator mediator)
{
    /// <returns>How many events of theirs were erased: those that had their positions.</returns>
    /// <exception cref="Pipeline.Problem">404: there is no such account.</exception>
    public async Task<long> RunAsync(long userId, CancellationToken ct)
    {
        var noted = await mediator.Send(new NoteErasure.Command(userId), ct);
        var (events, after) = (0L, new EraseDetails.Last(DateTime.UnixEpoch, 0, 0));
        while (await mediator.Send(new EraseDetails.Command(userId, noted.Until, after.CreatedAt, after.Id), ct) is { } last)
        {
            after = last;
            events += last.Events;
        }

        return events;
    }
}
