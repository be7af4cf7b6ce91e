using System.Diagnostics.CodeAnalysis;
using Dapper;
using DocMgmt.Drive.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DocMgmt.Drive.Database;

/// <summary>
/// The only door of queries: one statement in one round trip, which begins with the guard of the query's access. The query's properties are
/// its parameters; <c>@CallerId</c> and <c>@Now</c> are there too. The connection is back in the pool when a method returns.
/// </summary>
public sealed class GuardedDb(NpgsqlDataSource source, [FromKeyedServices(GuardedDb.Unprepared)] NpgsqlDataSource unprepared, Caller caller, TimeProvider clock)
{
    /// <summary>
    /// The key of the data source for texts of which there is no end. Npgsql prepares whatever a connection was asked for twice, which no command can
    /// decline, and forgets what was used longest ago: with some filters anybody could push out the statements that everybody else lives on.
    /// </summary>
    public const string Unprepared = "unprepared";

    private const int PatienceSeconds = 10;

    /// <summary>All rows, and the length of the whole list where the statement counts it.</summary>
    /// <inheritdoc cref="Guarded.ListAsync"/>
    public async Task<(List<T> Rows, long? Total)> ListAsync<T>(
        IMessage query, [ConstantExpected, StringSyntax("sql")] string sql, CancellationToken ct, object? args = null)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await Guarded.ListAsync<T>(connection, caller, query, sql, Guarded.Parameters(query, args, caller, clock.UtcNow()), ct);
    }

    /// <summary>
    /// The door of the lists' orders and of the OData compiler, which build SQL: only fragments of a fixed list are joined, and every value is a
    /// parameter. All texts of one kind of query have the same columns in the same order.
    /// </summary>
    /// <exception cref="Problem">422 <c>query_too_costly</c>.</exception>
    /// <inheritdoc cref="Guarded.ListAsync"/>
    internal async Task<(List<T> Rows, long? Total)> ListJoinedAsync<T>(IMessage query, Joined joined, CancellationToken ct)
    {
        await using var connection = await (joined.OneOfMany ? unprepared : source).OpenConnectionAsync(ct);
        try
        {
            return await Guarded.ListAsync<T>(
                connection, caller, query, joined.Sql, Guarded.Parameters(query, joined.Values, caller, clock.UtcNow()), ct, query.GetType().FullName,
                joined.ReadsAll ? PatienceSeconds : null, joined.OneOfMany ? CommandFlags.NoCache : CommandFlags.Buffered);
        }
        catch (NpgsqlException e) when (joined.ReadsAll && (e.InnerException is TimeoutException || e.SqlState is PostgresErrorCodes.ProgramLimitExceeded or PostgresErrorCodes.StatementTooComplex))
        {
            throw Problems.QueryTooCostly;
        }
    }

    /// <summary>The one row, or the default where there is none.</summary>
    /// <inheritdoc cref="Guarded.ListAsync"/>
    public async Task<T?> SingleOrDefaultAsync<T>(
        IMessage query, [ConstantExpected, StringSyntax("sql")] string sql, CancellationToken ct, object? args = null)
    {
        var (rows, _) = await ListAsync<T>(query, sql, ct, args);
        return rows.Count > 0 ? rows[0] : default;
    }

    /// <summary>The one row; 404 where there is none.</summary>
    /// <inheritdoc cref="Guarded.ListAsync"/>
    public async Task<T> SingleAsync<T>(
        IMessage query, [ConstantExpected, StringSyntax("sql")] string sql, CancellationToken ct, object? args = null)
    {
        var (rows, _) = await ListAsync<T>(query, sql, ct, args);
        return rows.Count > 0 ? rows[0] : throw Problems.NotFound;
    }
}
