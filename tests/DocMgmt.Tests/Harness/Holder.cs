using Npgsql;

namespace DocMgmt.Tests.Harness;

/// <summary>A transaction of the test's own that is in the way of others, until it commits or is disposed of.</summary>
internal sealed class Holder : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private Holder(NpgsqlConnection connection, NpgsqlTransaction transaction) => (this.connection, this.transaction) = (connection, transaction);

    private int Pid => connection.ProcessID;

    public static async Task<Holder> OfAsync(TestService service, string sql, params long[] ids)
    {
        var connection = await service.Database.OpenConnectionAsync();
        var holder = new Holder(connection, await connection.BeginTransactionAsync());
        await holder.RunAsync(sql, ids);
        return holder;
    }

    public async Task RunAsync(string sql, params long[] ids)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var id in ids) command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns once so many wait for the holder, or for one who does; fails when the request is through instead. Who waits for others meanwhile does not count.</summary>
    public Task BlocksAsync(TestService service, Task request, long waiting = 1) => Eventually.IsTrueAsync(async () =>
    {
        Assert.False(request.IsCompleted, "It did not wait.");
        return await service.ScalarAsync<long>("""
            WITH waits AS MATERIALIZED (SELECT pid, pg_blocking_pids(pid) AS by FROM (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted) l)
            SELECT count(*) FROM waits WHERE $1 = ANY (by) OR by && ARRAY(SELECT pid FROM waits WHERE $1 = ANY (by))
            """, Pid) >= waiting;
    });

    public Task CommitAsync() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
