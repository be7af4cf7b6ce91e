namespace DocMgmt.Drive.Jobs;

/// <summary>What a run of a job has done so far, told by the job while others read it.</summary>
/// <param name="all">True when it is to go on to the end instead of doing one bounded portion.</param>
public sealed class JobRun(bool all)
{
    /// <summary>How many things one command of a job deals with.</summary>
    public const int Batch = 500;

    private const int MaxErrors = 100;

    private readonly Lock oneAtATime = new();
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly List<string> errors = [];
    private long done, steps, failures;
    private long? total;

    public bool All => all;

    /// <summary>Forgets what was told: the job begins again, and tells what it finds done.</summary>
    public void Begin()
    {
        lock (oneAtATime)
        {
            counts.Clear();
            errors.Clear();
            (done, failures, total) = (0, 0, null);
        }
    }

    /// <summary>Says how much there is to do.</summary>
    public void Expect(long things)
    {
        lock (oneAtATime) total = things;
    }

    /// <summary>Adds to what was done, under the name of what it was.</summary>
    public void Count(string what, long by)
    {
        lock (oneAtATime)
        {
            done += by;
            counts[what] = counts.GetValueOrDefault(what) + by;
        }
    }

    /// <summary>Says that it got on, with something that does not count yet.</summary>
    public void Step()
    {
        lock (oneAtATime) steps++;
    }

    /// <summary>How far it got: higher whenever it got on.</summary>
    public long Reached
    {
        get
        {
            lock (oneAtATime) return done + steps;
        }
    }

    /// <summary>Notes something that went wrong; the run goes on. The first hundred are kept, and how many there were more.</summary>
    public void Fail(string error)
    {
        lock (oneAtATime)
        {
            failures++;
            if (errors.Count < MaxErrors) errors.Add(error.Replace('\0', ' '));
        }
    }

    /// <summary>Notes why the run came to its end before its time: before all else that went wrong.</summary>
    public void Break(string reason)
    {
        lock (oneAtATime) errors.Insert(0, reason.Replace('\0', ' '));
    }

    /// <summary>Sends a command until there is nothing left for it.</summary>
    /// <param name="batch">Deals with that many things at most; answers how many they were, fewer at the end.</param>
    public async Task RepeatAsync(string what, Func<int, Task<int>> batch, CancellationToken ct)
    {
        for (var last = Batch; last == Batch;)
        {
            ct.ThrowIfCancellationRequested();
            Count(what, last = await batch(Batch));
        }
    }

    public JobProgress Progress()
    {
        lock (oneAtATime) return new(done, total, new Dictionary<string, long>(counts, StringComparer.Ordinal), failures > MaxErrors ? [.. errors, $"{failures - MaxErrors} more are left out here."] : [.. errors]);
    }
}

/// <summary>How far a run has come.</summary>
/// <param name="Total">Null when it is unknown.</param>
/// <param name="Counts">How much by what it was.</param>
public sealed record JobProgress(long Done, long? Total, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Errors);
