using System.Data;
using System.Diagnostics.CodeAnalysis;
using Dapper;
using DocMgmt.Drive.Pipeline;
using Npgsql;

namespace DocMgmt.Drive.Database;

/// <summary>
/// A command's transaction: opened, committed and, where it was a victim of others, started again by the pipeline. Handlers send statements
/// through it; several statements in one text are one round trip, each with its own snapshot. <c>@CallerId</c> and <c>@Now</c> are always there.
/// </summary>
public sealed class Db(NpgsqlDataSource source, Caller caller, TimeProvider clock) : IAsyncDisposable
{
    private const int LongestSeconds = 3_600;

    private readonly List<NpgsqlBatchCommand> atCommit = [];
    private readonly SortedDictionary<long, NpgsqlBatchCommand[]> ofItems = [];
    private readonly SortedDictionary<long, long> charges = [];
    private readonly List<Action> afterCommit = [];
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;

    /// <summary>The time that this transaction writes and judges by.</summary>
    public DateTime Now { get; private set; }

    /// <summary>Whether a command runs: another one that is sent meanwhile is a part of it.</summary>
    internal bool IsOpen => transaction is not null;

    /// <summary>Whether what runs now is a part of another command, in that one's transaction.</summary>
    internal bool IsPart { get; private set; }

    internal NpgsqlConnection Connection => connection ?? throw new InvalidOperationException("No transaction is open: only commands have one.");

    public async Task<IReadOnlyList<T>> ListAsync<T>([ConstantExpected, StringSyntax("sql")] string sql, object? args, CancellationToken ct) =>
        (await Connection.QueryAsync<T>(Of(sql, args, ct))).AsList();

    /// <exception cref="Problem">404: there is none.</exception>
    public async Task<T> SingleAsync<T>([ConstantExpected, StringSyntax("sql")] string sql, object? args, CancellationToken ct)
    {
        var rows = await ListAsync<T>(sql, args, ct);
        return rows.Count > 0 ? rows[0] : throw Problems.NotFound;
    }

    /// <summary>The one row of a statement that reads as much as there is, and takes the time that it takes, up to an hour.</summary>
    public Task<T> CountAsync<T>([ConstantExpected, StringSyntax("sql")] string sql, object? args, CancellationToken ct) =>
        Connection.QuerySingleAsync<T>(Statement.Of(caller.Form(sql), With(args), ct, LongestSeconds));

    public async Task<T?> SingleOrDefaultAsync<T>([ConstantExpected, StringSyntax("sql")] string sql, object? args, CancellationToken ct)
    {
        var rows = await ListAsync<T>(sql, args, ct);
        return rows.Count > 0 ? rows[0] : default;
    }

    /// <summary>How many rows it touched.</summary>
    public Task<int> ExecuteAsync([ConstantExpected, StringSyntax("sql")] string sql, object? args, CancellationToken ct) =>
        Connection.ExecuteAsync(Of(sql, args, ct));

    /// <summary>Several statements in one round trip; their results are read in their order.</summary>
    public async Task<SqlMapper.GridReader> MultipleAsync([ConstantExpected, StringSyntax("sql")] string sql, object? args, CancellationToken ct) =>
        await Connection.QueryMultipleAsync(Of(sql, args, ct));

    /// <summary>A statement that goes out together with COMMIT, in the order of the calls.</summary>
    internal void AtCommit(NpgsqlBatchCommand statement) => atCommit.Add(statement);

    /// <summary>The last things to do for an item, together with COMMIT, in the order of items' ids; in place of what was to be done for it before.</summary>
    /// <param name="unlessSaid">Where something is to be done for it already, that does it.</param>
    internal void AtCommit(long itemId, NpgsqlBatchCommand[] statements, bool unlessSaid = false)
    {
        if (!unlessSaid || !ofItems.ContainsKey(itemId)) ofItems[itemId] = statements;
    }

    /// <summary>Something quick to do once it is committed; not done when it is not.</summary>
    internal void AfterCommit(Action action) => afterCommit.Add(action);

    /// <summary>
    /// Adds to what a drive uses, in the same round trip as COMMIT: the usage row is the last lock in the order and held the shortest.
    /// Adding beyond the quota fails the transaction with <c>quota_exceeded</c>; taking away never does.
    /// </summary>
    public void Charge(long driveId, long bytes) => charges[driveId] = charges.GetValueOrDefault(driveId) + bytes;

    /// <summary>What is to be added to what a drive uses when this commits.</summary>
    internal long ChargedTo(long driveId) => charges.GetValueOrDefault(driveId);

    /// <summary>Runs a command as a part of the one that has the transaction.</summary>
    internal async Task<T> AsPartAsync<T>(Func<Task<T>> part)
    {
        var outer = IsPart;
        IsPart = true;
        try
        {
            return await part();
        }
        finally
        {
            IsPart = outer;
        }
    }

    /// <summary>Runs something that leaves nothing behind when it fails: no row, nothing at commit, no charge. Locks stay that were there before.</summary>
    internal async Task<T> UnderSavepointAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        var (statements, actions) = (atCommit.Count, afterCommit.Count);
        var (items, charged) = (new Dictionary<long, NpgsqlBatchCommand[]>(ofItems), new Dictionary<long, long>(charges));
        await ExecuteAsync("SAVEPOINT part", null, ct);
        try
        {
            var done = await work();
            await ExecuteAsync("RELEASE SAVEPOINT part", null, ct);
            return done;
        }
        catch when (connection is { FullState: ConnectionState.Open })
        {
            await ExecuteAsync("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part", null, CancellationToken.None);
            atCommit.RemoveRange(statements, atCommit.Count - statements);
            afterCommit.RemoveRange(actions, afterCommit.Count - actions);
            ofItems.Clear();
            foreach (var (itemId, last) in items) ofItems[itemId] = last;
            charges.Clear();
            foreach (var (driveId, bytes) in charged) charges[driveId] = bytes;
            throw;
        }
    }

    internal async Task BeginAsync(CancellationToken ct)
    {
        Now = clock.UtcNow();
        connection = await source.OpenConnectionAsync(ct);
        transaction = await connection.BeginTransactionAsync(ct);
    }

    internal async Task CommitAsync(CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(Connection, transaction);
        foreach (var statement in atCommit) batch.BatchCommands.Add(statement);
        foreach (var statement in ofItems.Values.SelectMany(s => s)) batch.BatchCommands.Add(statement);
        foreach (var (driveId, bytes) in charges.Where(c => c.Value != 0)) batch.BatchCommands.Add(ChargeStatement(driveId, bytes));
        batch.BatchCommands.Add(new("COMMIT"));
        await batch.ExecuteNonQueryAsync(ct);
        afterCommit.ForEach(action => action());
        await ResetAsync();
    }

    /// <summary>Gives everything back; what was not committed never happened.</summary>
    internal async Task ResetAsync()
    {
        atCommit.Clear();
        ofItems.Clear();
        charges.Clear();
        afterCommit.Clear();
        if (transaction is not null) await transaction.DisposeAsync();
        if (connection is not null) await connection.DisposeAsync();
        (transaction, connection) = (null, null);
    }

    public async ValueTask DisposeAsync() => await ResetAsync();

    private static NpgsqlBatchCommand ChargeStatement(long driveId, long bytes) => new("""
        UPDATE drives
        SET used_bytes = CASE WHEN @Bytes <= 0 OR used_bytes + @Bytes <= quota_bytes THEN used_bytes + @Bytes ELSE break_rule('quota_exceeded') END
        WHERE id = @DriveId
        """)
    {
        Parameters = { new("Bytes", bytes), new("DriveId", driveId) },
    };

    private CommandDefinition Of(string sql, object? args, CancellationToken ct) => Statement.Of(caller.Form(sql), With(args), ct);

    private DynamicParameters With(object? args)
    {
        var parameters = new DynamicParameters(args);
        parameters.AddCaller(caller, Now);
        return parameters;
    }
}
