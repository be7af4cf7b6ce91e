namespace DocMgmt.Drive.Jobs;

/// <summary>
/// A piece of maintenance: one small class in this folder, found by being one. It does its work in bounded batches, each of which leaves
/// everything in order: a run that is killed at any point is continued by the next one, and it ends between two batches when it is told to.
/// </summary>
public interface IMaintenanceJob
{
    /// <summary>As routes and rows have it, such as <c>blob-sweep</c>.</summary>
    string Name { get; }

    /// <summary>What it does, for administrators.</summary>
    string Description { get; }

    Recurrence Recurrence { get; }

    /// <summary>Runs it once. What it counts and what fails on the way is told to <paramref name="run"/>; what it throws ends the run as failed.</summary>
    Task RunAsync(JobRun run, CancellationToken ct);
}

/// <summary>How often a job runs.</summary>
/// <param name="Interval">Null: once a day.</param>
/// <param name="Hour">UTC, of a daily job; each installation has its own minute.</param>
public sealed record Recurrence(TimeSpan? Interval, int Hour)
{
    public static Recurrence FiveMinutely { get; } = new(TimeSpan.FromMinutes(5), 0);
    public static Recurrence QuarterHourly { get; } = new(TimeSpan.FromMinutes(15), 0);
    public static Recurrence Daily { get; } = new(TimeSpan.FromDays(1), 0);
    public static Recurrence Nightly { get; } = new(null, 3);

    public override string ToString() => Interval is { } interval ? interval == TimeSpan.FromDays(1) ? "daily" : $"every {interval.TotalMinutes} minutes" : $"daily between {Hour:00}:00 and {Hour + 1:00}:00 UTC";
}
