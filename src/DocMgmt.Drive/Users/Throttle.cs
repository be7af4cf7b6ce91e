using System.Diagnostics;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Users;

/// <summary>
/// Refuses whoever failed ten times within ten minutes, by key. Attempts that are being judged hold the places that are left, and further ones
/// wait for their verdict: many at once neither slip through together nor stand in each other's way when they are good.
/// </summary>
/// <remarks>Each node counts by itself, and where there is something to share counts by, all of them together, too: so what a node knows holds also while that is away.</remarks>
/// <param name="shared">Null where there is one node.</param>
public sealed class Throttle(TimeProvider clock, ISharedAttempts? shared = null)
{
    /// <summary>So many failures.</summary>
    public const int MaxFailures = 10;

    /// <summary>Within this time.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    // Nobody calls from another node: how often it is asked whether a place is free there, and for how long.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50), LongestWait = TimeSpan.FromSeconds(2);

    private readonly NodeAttempts mine = new(clock);

    /// <summary>Takes a place under each key, until it is disposed of.</summary>
    /// <exception cref="Problem">429 <c>too_many_attempts</c>, when any of the keys has had its failures.</exception>
    public async Task<Attempt> EnterAsync(IReadOnlyList<string> keys, CancellationToken ct)
    {
        await mine.EnterAsync(keys, ct);
        var attempt = new Attempt(this, keys);
        try
        {
            for (var begun = Stopwatch.GetTimestamp(); shared is not null && await shared.EnterAsync(keys, attempt.Name, clock.GetUtcNow()) is { IsIn: false } verdict;)
            {
                if (verdict.RefusedFor is { } wait) throw Problems.TooManyAttempts(wait);
                if (Stopwatch.GetElapsedTime(begun) > LongestWait) break; // a node that died may hold the places
                await Task.Delay(AskAgain, ct);
            }

            return attempt;
        }
        catch
        {
            attempt.Dispose();
            throw;
        }
    }

    private void Leave(IReadOnlyList<string> keys, string attempt, bool failed)
    {
        mine.Leave(keys, failed);
        shared?.Leave(keys, attempt, clock.GetUtcNow(), failed);
    }

    /// <summary>One attempt that is being judged. It was good, or nobody knows, unless <see cref="Fail"/> said otherwise.</summary>
    public sealed class Attempt : IDisposable
    {
        private readonly Throttle throttle;
        private readonly IReadOnlyList<string> keys;
        private bool failed;

        internal Attempt(Throttle throttle, IReadOnlyList<string> keys) => (this.throttle, this.keys) = (throttle, keys);

        internal string Name { get; } = Guid.NewGuid().ToString("N");

        public void Fail() => failed = true;

        public void Dispose() => throttle.Leave(keys, Name, failed);
    }
}
