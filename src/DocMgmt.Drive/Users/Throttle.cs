using System.Collections.Concurrent;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Users;

/// <summary>
/// Counts failed attempts by key in windows of ten minutes. An attempt takes its place before it is judged and gives it back when it was good,
/// so that many at once don't slip through together.
/// </summary>
public sealed class Throttle(TimeProvider clock)
{
    private const int MaxFailures = 10;
    private const int MaxKeys = 100_000;
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    private sealed record Window(DateTimeOffset Ends, int Taken);

    private readonly ConcurrentDictionary<string, Window> windows = new(StringComparer.Ordinal);

    /// <exception cref="Problem">429 <c>too_many_attempts</c>, when any of the keys has had its failures.</exception>
    public void Take(params IReadOnlyList<string> keys)
    {
        var now = clock.GetUtcNow();
        if (windows.Count > MaxKeys) Forget(now);
        for (var i = 0; i < keys.Count; i++)
        {
            var window = windows.AddOrUpdate(keys[i], _ => new(now + Length, 1), (_, w) => w.Ends <= now ? new(now + Length, 1) : w with { Taken = w.Taken + 1 });
            if (window.Taken <= MaxFailures) continue;
            GiveBack([.. keys.Take(i + 1)]);
            throw Problems.TooManyAttempts(window.Ends - now);
        }
    }

    /// <summary>The attempt was good.</summary>
    public void GiveBack(params IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            if (windows.TryGetValue(key, out var window)) windows.TryUpdate(key, window with { Taken = Math.Max(0, window.Taken - 1) }, window);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, window) in windows)
        {
            if (window.Ends <= now) windows.TryRemove(key, out _);
        }
    }
}
