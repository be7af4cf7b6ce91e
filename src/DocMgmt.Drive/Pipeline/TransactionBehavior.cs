using System.Security.Cryptography;
using DocMgmt.Drive.Database;
using MediatR;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// Gives a command its transaction, and starts it over when the database chose it as a victim. A COMMIT whose outcome is unknown because the
/// connection broke is never repeated: the client is told so. A command that another one sends runs in that one's transaction, as a part of it.
/// </summary>
internal sealed partial class TransactionBehavior<TRequest, TResponse>(Db db, ILogger<TransactionBehavior<TRequest, TResponse>> log) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    private const int Attempts = 5;

    // Many who move one thing at once miss it one after the other.
    private const int AttemptsAfterMisses = 20;

    public Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next) =>
        db.IsOpen ? db.AsPartAsync(() => next()) : RepeatAsync(next, ct);

    private async Task<TResponse> RepeatAsync(RequestHandlerDelegate<TResponse> next, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(next, ct);
            }
            catch (LocksMissedException) when (attempt >= AttemptsAfterMisses)
            {
                throw Problems.Unavailable;
            }
            catch (Exception e) when (attempt < (e is LocksMissedException ? AttemptsAfterMisses : Attempts) && MayStartOver(e))
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * attempt), ct);
            }
            finally
            {
                await db.ResetAsync();
            }
        }
    }

    private async Task<TResponse> OnceAsync(RequestHandlerDelegate<TResponse> next, CancellationToken ct)
    {
        await db.BeginAsync(ct);
        var response = await next();
        try
        {
            // From here on the client's going away changes nothing.
            await db.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException e) when (!SaysThatNothingCommitted(e))
        {
            LogUnknown(typeof(TRequest).DeclaringType?.Name ?? typeof(TRequest).Name, e);
            throw Problems.OutcomeUnknown;
        }

        return response;
    }

    // Only a plain error of a statement does. A session that is ended (FATAL, such as 57P01) may have been ended after its COMMIT.
    private static bool SaysThatNothingCommitted(NpgsqlException e) => e is PostgresException { InvariantSeverity: "ERROR" };

    // Room that was there when it was looked for, and that others took until COMMIT: the next attempt judges by what is left.
    private static bool MayStartOver(Exception e) => e is LocksMissedException
        or PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
        or PostgresException { ConstraintName: Problems.QuotaExceededCode }
        || DatabaseFaults.IsMonthMade(e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether {Command} was committed is unknown")]
    private partial void LogUnknown(string command, Exception e);
}

/// <summary>What a command locked is not what it was admitted to, because that changed in between; it begins again.</summary>
internal sealed class LocksMissedException() : Exception("What was locked moved meanwhile.");
