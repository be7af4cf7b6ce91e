using MediatR;

namespace DocMgmt.Drive.Pipeline;

/// <summary>What a command did that deals with many things in bounded batches, in the order of their ids.</summary>
/// <param name="Changed">How many things it changed.</param>
/// <param name="Last">The last id that it looked at; null when there was nothing after the one given.</param>
internal sealed record Batch(long Changed, long? Last)
{
    public const int Size = 500;
}

internal static class Batches
{
    /// <summary>Sends a command for what comes after an id, again and again until nothing does.</summary>
    /// <returns>How many things were changed.</returns>
    public static async Task<long> SendAllAsync(this IMediator mediator, Func<long, ICommand<Batch>> after, CancellationToken ct)
    {
        var changed = 0L;
        for (long? last = 0; last is { } id;)
        {
            var batch = await mediator.Send(after(id), ct);
            changed += batch.Changed;
            last = batch.Last;
        }

        return changed;
    }
}
