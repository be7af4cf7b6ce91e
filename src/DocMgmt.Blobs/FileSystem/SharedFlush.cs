namespace DocMgmt.Blobs.FileSystem;

/// <summary>
/// Flushes that callers of one moment share (group commit). One flush runs at a time; whoever comes while it runs waits for the next one,
/// together with all others who come until that one starts.
/// </summary>
/// <param name="flush">Makes durable all that was done before it began.</param>
internal sealed class SharedFlush(Action flush)
{
    private readonly Lock gate = new();
    private Task latest = Task.CompletedTask;
    private TaskCompletionSource? gathering;

    /// <summary>Ends when a flush that began after this call has ended; fails as that flush failed.</summary>
    public Task FlushAsync()
    {
        Task before;
        TaskCompletionSource mine;
        lock (gate)
        {
            if (gathering is not null) return gathering.Task;
            gathering = mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            before = latest;
        }
        _ = LeadAsync(before, mine); // never fails: what goes wrong is told to all through the shared task
        return mine.Task;
    }

    // The first of those who share a flush runs it: on its own thread, without any hop, when it need not wait for an earlier one.
    private async Task LeadAsync(Task before, TaskCompletionSource mine)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            latest = mine.Task;
            gathering = null; // from here on it is too late to share this one
        }
        try
        {
            flush();
            mine.SetResult();
        }
        catch (Exception exception)
        {
            mine.SetException(exception);
        }
    }
}
