using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Users;

/// <summary>The attempts that one node saw: those that failed, and those that are being judged.</summary>
internal sealed class NodeAttempts(TimeProvider clock)
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Count> counts = new(StringComparer.Ordinal);
    private DateTimeOffset forgetAt;

    /// <summary>Takes a place under each key, until <see cref="Leave"/>.</summary>
    /// <exception cref="Problem">429 <c>too_many_attempts</c>, when any of the keys has had its failures.</exception>
    public async Task EnterAsync(IReadOnlyList<string> keys, CancellationToken ct)
    {
        while (true)
        {
            Task judged;
            lock (gate)
            {
                var now = clock.GetUtcNow();
                Forget(now);
                var known = keys.Select(k => counts.GetValueOrDefault(k)).OfType<Count>().ToList();
                known.ForEach(c => c.Forget(now - Throttle.Length));
                if (known.Exists(c => c.Failures.Count >= Throttle.MaxFailures))
                    throw Problems.TooManyAttempts(known.Where(c => c.Failures.Count >= Throttle.MaxFailures).Max(c => c.Failures.Peek()) + Throttle.Length - now);
                if (known.Find(c => c.Failures.Count + c.Judging >= Throttle.MaxFailures) is not { } full)
                {
                    foreach (var key in keys) (counts.TryGetValue(key, out var count) ? count : counts[key] = new()).Judging++;
                    return;
                }

                judged = full.Judged.Task;
            }

            await judged.WaitAsync(ct);
        }
    }

    public void Leave(IReadOnlyList<string> keys, bool failed)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                var count = counts[key];
                count.Judging--;
                if (failed) count.Failures.Enqueue(clock.GetUtcNow());
                if (count.IsEmpty) counts.Remove(key);
                count.Judged.SetResult();
                count.Judged = Count.NewSignal();
            }
        }
    }

    private void Forget(DateTimeOffset now)
    {
        if (now < forgetAt) return;
        forgetAt = now + ForgetEvery;
        foreach (var (key, count) in counts)
        {
            count.Forget(now - Throttle.Length);
            if (count.IsEmpty) counts.Remove(key);
        }
    }

    private sealed class Count
    {
        public Queue<DateTimeOffset> Failures { get; } = [];
        public int Judging { get; set; }
        public TaskCompletionSource Judged { get; set; } = NewSignal();
        public bool IsEmpty => Judging == 0 && Failures.Count == 0;

        public static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Forget(DateTimeOffset until)
        {
            while (Failures.TryPeek(out var first) && first <= until) Failures.Dequeue();
        }
    }
}
