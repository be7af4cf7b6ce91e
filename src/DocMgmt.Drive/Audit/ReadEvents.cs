using System.Threading.Channels;

namespace DocMgmt.Drive.Audit;

/// <summary>How the reads of signed-in users reach the audit log.</summary>
public enum ReadAuditMode
{
    /// <summary>Within a quarter of a second; lost only with the whole machine.</summary>
    Buffered,

    /// <summary>Before the first byte of the answer.</summary>
    Strict,
}

/// <summary>Takes the events of reads and downloads. Bounded: when it is full, readers wait, and nothing is dropped.</summary>
public sealed class ReadEvents(ReadAuditMode mode)
{
    private const int Capacity = 5_000;

    private readonly Channel<(EventRow Row, TaskCompletionSource? Written)> channel =
        Channel.CreateBounded<(EventRow, TaskCompletionSource?)>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    internal ChannelReader<(EventRow Row, TaskCompletionSource? Written)> Reader => channel.Reader;

    /// <summary>Returns once the event is buffered or, in strict mode, committed.</summary>
    internal async ValueTask WriteAsync(EventRow row, CancellationToken ct)
    {
        var written = mode == ReadAuditMode.Strict ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        await channel.Writer.WriteAsync((row, written), ct);
        if (written is not null) await written.Task.WaitAsync(ct);
    }

    /// <summary>No more events; what is buffered is still written.</summary>
    internal void Complete() => channel.Writer.TryComplete();
}
