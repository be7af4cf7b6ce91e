using System.Security.Cryptography;
using DocMgmt.Drive.Database;
using MediatR;
using Npgsql;

namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// Gives a command its transaction, and starts it over when the database chose it as a victim. A COMMIT whose outcome is unknown because the
/// connection broke is never repeated: the client is told so.
/// </summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(Db db) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    private const int Attempts = 5;

    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(next, ct);
            }
            catch (Exception e) when (attempt < Attempts && MayStartOver(e))
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
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            throw Problems.OutcomeUnknown;
        }

        return response;
    }

    private static bool MayStartOver(Exception e) =>
        e is DriveChangedException or PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}

/// <summary>What a command locked is in another drive by now; it begins again.</summary>
internal sealed class DriveChangedException() : Exception("The item moved to another drive meanwhile.");
