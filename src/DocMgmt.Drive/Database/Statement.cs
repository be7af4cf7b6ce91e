using Dapper;

namespace DocMgmt.Drive.Database;

/// <summary>
/// A statement of a request. It is not begun for a client that has gone, but once begun it runs to its end (which lock and statement timeouts
/// bound): Npgsql 10 takes a statement that is cancelled while it is being prepared for one that returns no rows, and fails with
/// "unexpected backend message DataRow" whoever uses it on that connection next.
/// </summary>
internal static class Statement
{
    /// <param name="seconds">After these it is given up, with its connection; 30 unless said.</param>
    /// <param name="flags">Dapper keeps what it knows of a text for good once the text came twice; with <see cref="CommandFlags.NoCache"/> it does not.</param>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public static CommandDefinition Of(string sql, object? parameters, CancellationToken ct, int? seconds = null, CommandFlags flags = CommandFlags.Buffered)
    {
        ct.ThrowIfCancellationRequested();
        return new(sql, parameters, commandTimeout: seconds, flags: flags, cancellationToken: CancellationToken.None);
    }
}
