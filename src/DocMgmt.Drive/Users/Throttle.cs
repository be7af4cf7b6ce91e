using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Users;

/// <summary>
/// Refuses whoever failed ten times within ten minutes, by key. Attempts that are being judged hold the places that are left, and further ones
/// wait for their verdict: many at once neither slip through together nor stand in each other's way when they are good.
/// </summary>
public sealed class Throttle(TimeProvider clock)
{
    private const int MaxFailures = 10;
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Count> counts = new(StringComparer.Ordinal);
    private DateTimeOffset forgetAt;

    /// <summary>Takes a place under each key, until it is disposed of.</summary>
    /// <exception cref="Problem">429 <c>too_many_attempts</c>, when any of the keys has had its failures.</exception>
    public async Task<Attempt> EnterAsync(IReadOnlyList<string> keys, CancellationToken ct)
    {
        while (true)
        {
            Task judged;
            lock (gate)
            {
                var now = clock.GetUtcNow();
                Forget(now);
                var known = keys.Select(k => counts.GetValueOrDefault(k)).OfType<Count>().ToList();
                known.ForEach(c => c.Forget(now - Length));
                if (known.Exists(c => c.Failures.Count >= MaxFailures))
                    throw Problems.TooManyAttempts(known.Where(c => c.Failures.Count >= MaxFailures).Max(c => c.Failures.Peek()) + Length - now);
                if (known.Find(c => c.Failures.Count + c.Judging >= MaxFailures) is not { } full)
                {
                    foreach (var key in keys) (counts.TryGetValue(key, out var count) ? count : counts[key] = new()).Judging++;
                    return new(this, keys);
                }

                judged = full.Judged.Task;
            }

            await judged.WaitAsync(ct);
        }
    }

    private void Leave(IReadOnlyList<string> keys, bool failed)
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
            count.Forget(now - Length);
            if (count.IsEmpty) counts.Remove(key);
        }
    }

    /// <summary>One attempt that is being judged. It was good, or nobody knows, unless <see cref="Fail"/> said otherwise.</summary>
    public sealed class Attempt : IDisposable
    {
        private readonly Throttle throttle;
        private readonly IReadOnlyList<string> keys;
        private bool failed;

        internal Attempt(Throttle throttle, IReadOnlyList<string> keys) => (this.throttle, this.keys) = (throttle, keys);

        public void Fail() => failed = true;
        public void Dispose() => throttle.Leave(keys, failed);
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
