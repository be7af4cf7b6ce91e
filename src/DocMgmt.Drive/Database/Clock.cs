namespace DocMgmt.Drive.Database;

/// <summary>The time as the database keeps it.</summary>
public static class Clock
{
    /// <summary>Now, UTC, in whole microseconds: what is written to a <c>timestamptz</c> comes back equal.</summary>
    public static DateTime UtcNow(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow().UtcDateTime;
        return new(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}
