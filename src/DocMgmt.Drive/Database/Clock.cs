namespace DocMgmt.Drive.Database;

/// <summary>The time as the database keeps it.</summary>
public static class Clock
{
    /// <summary>Now, UTC, in whole microseconds: what is written to a <c>timestamptz</c> comes back equal.</summary>
    public static DateTime UtcNow(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return clock.GetUtcNow().InMicroseconds();
    }

    /// <summary>UTC, in whole microseconds.</summary>
    public static DateTime InMicroseconds(this DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
