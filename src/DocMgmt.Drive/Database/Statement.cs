using Dapper;

namespace DocMgmt.Drive.Database;

/// <summary>
/// A statement of a request. It is not begun for a client that has gone, but once begun it runs to its end (which lock and statement timeouts
/// bound): Npgsql 10 takes a statement that is cancelled while it is being prepared for one that returns no rows, and fails with
/// "unexpected backend message DataRow" whoever uses it on that connection next.
/// </summary>
internal static class Statement
{
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public static CommandDefinition Of(string sql, object? parameters, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new(sql, parameters, cancellationToken: CancellationToken.None);
    }
}
