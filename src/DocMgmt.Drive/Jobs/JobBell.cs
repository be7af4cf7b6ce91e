using System.Threading.Channels;

namespace DocMgmt.Drive.Jobs;

/// <summary>Tells this node's workers that a job of a user waits. Other nodes find it when they look.</summary>
internal sealed class JobBell
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rings.Writer.TryWrite(true);

    /// <summary>Until it rings, or that much time has passed.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(most, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        await ((Task)rings.Reader.ReadAsync(both.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }
}
