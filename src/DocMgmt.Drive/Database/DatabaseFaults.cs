using DocMgmt.Drive.Pipeline;
using Npgsql;

namespace DocMgmt.Drive.Database;

/// <summary>What the database's failures mean, to clients and to jobs alike.</summary>
public static class DatabaseFaults
{
    /// <summary>Null: it is none of the database's. What passes by itself has a <see cref="Problem.RetryAfter"/>.</summary>
    public static Problem? ProblemOf(Exception exception) => exception switch
    {
        PostgresException e when Problems.OfConstraint(e.ConstraintName) is { } problem => problem,
        PostgresException { SqlState: PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire } =>
            Problems.MalformedRequest("A text holds characters that can't be stored."),
        PostgresException { SqlState: var state } when Passes(state) => Problems.Unavailable,
        _ when IsMonthMade(exception) => Problems.Unavailable,
        PostgresException => Problems.Internal,
        NpgsqlException or TimeoutException => Problems.Unavailable,
        _ => null,
    };

    /// <summary>An event was on its way to where events are that have no month yet, when its month was made: written again, it goes there.</summary>
    internal static bool IsMonthMade(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.CheckViolation, TableName: "events_default" };

    private static bool Passes(string state) => state is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.QueryCanceled
        or PostgresErrorCodes.TooManyConnections or "25P03" /* idle_in_transaction_session_timeout */
        or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        || state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal);
}
