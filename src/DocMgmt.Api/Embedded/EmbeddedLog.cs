namespace DocMgmt.Api.Embedded;

internal static partial class EmbeddedLog
{
    [LoggerMessage(LogLevel.Information, "PostgreSQL {Major} runs on {Cluster}; ready after {Milliseconds} ms")]
    public static partial void Started(this ILogger logger, int major, string cluster, long milliseconds);

    [LoggerMessage(LogLevel.Warning, "The database is in {Cluster}, because the user that PostgreSQL runs as can't reach {Data}: back up both")]
    public static partial void ClusterElsewhere(this ILogger logger, string cluster, string data);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL on {Cluster} has not stopped yet; it goes on stopping without its host")]
    public static partial void StopTakesLong(this ILogger logger, string cluster);

    [LoggerMessage(LogLevel.Critical, "PostgreSQL on {Cluster} ended unexpectedly; {Log} says why")]
    public static partial void Died(this ILogger logger, string cluster, string log);
}
