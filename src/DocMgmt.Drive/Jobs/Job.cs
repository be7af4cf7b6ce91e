using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Jobs;

public enum JobState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>One run of long work, as whoever asked for it sees it.</summary>
public sealed class Job
{
    /// <summary>A node tells of each run that it carries out every second: after that much silence it is dead, or cut off and no longer believed.</summary>
    internal const string Silence = "interval '1 minute'";

    /// <summary>Said of a run whose node died.</summary>
    internal const string NodeDied = "'The node that ran this stopped before its end; the next run goes on.'";

    // A user's job is taken over by another node then.
    private const string Died = $"(j.maintenance AND j.state = 'running' AND j.beaten_at < @Now - {Silence})";

    /// <summary>Of <c>jobs j</c>. That a node died is judged whenever a job is looked at: nobody has to come by to note it.</summary>
    internal const string Columns = $"""
        j.id, j.kind, CASE WHEN {Died} THEN 'failed' ELSE j.state END AS state, j.done, j.total, j.counts,
        CASE WHEN {Died} THEN j.errors || CAST({NodeDied} AS text) ELSE j.errors END AS errors, j.created_at, j.started_at, j.finished_at
        """;

    /// <summary>What it made, where the caller may see that; in a statement that has the guard's <c>caller</c>.</summary>
    internal const string ShownItem = $"(WITH wanted AS (SELECT j.item_id AS id) SELECT s.id FROM ({Guard.Admitted}) s WHERE s.level > 0) AS item_id";

    public long Id { get; init; }

    /// <summary>Of maintenance, the job's name.</summary>
    public string Kind { get; init; } = "";
    public JobState State { get; init; }
    public long Done { get; init; }

    /// <summary>Null when it is unknown.</summary>
    public long? Total { get; init; }

    /// <summary>How much by what it was.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);
    public IReadOnlyList<string> Errors { get; init; } = [];
    public DateTime CreatedAt { get; init; }
    public DateTime? StartedAt { get; init; }
    public DateTime? FinishedAt { get; init; }

    /// <summary>What it made; null until that is whole, and for who may not see it any more.</summary>
    public long? ItemId { get; init; }
}
