using DocMgmt.Drive.Audit;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DocMgmt.Tests.Audit;

public class SequencerTests(Api api)
{
    private const string Insert = "INSERT INTO events (action, created_at) VALUES ('test', now()) RETURNING id";

    /// <summary>Repeats until everything that is committed has its position: the service's own sequencer may hold the lock.</summary>
    private static Task SequenceAsync(TestService service) => Eventually.IsTrueAsync(async () =>
    {
        await service.Services.GetRequiredService<Sequencer>().RunAsync(CancellationToken.None);
        return await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE position IS NULL") == 0;
    });

    [Fact]
    public async Task Events_get_consecutive_positions_in_the_order_of_their_ids()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        for (var i = 0; i < 5; i++) await alice.CreateFolderAsync($"Folder {i}");

        await SequenceAsync(service);

        Assert.Equal(0, await service.ScalarAsync<long>("""
            SELECT count(*) FROM (SELECT position, row_number() OVER (ORDER BY id) AS n FROM events) e WHERE position <> n
            """));
        Assert.Equal(await service.ScalarAsync<long>("SELECT max(position) FROM events"), await service.ScalarAsync<long>("SELECT last_position FROM event_sequencer"));
    }

    [Fact]
    public async Task An_event_that_commits_late_comes_later_and_nothing_is_skipped()
    {
        await using var service = await api.StartAsync();
        await SequenceAsync(service);
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var late = new NpgsqlCommand(Insert, connection);
        var lateId = (long)(await late.ExecuteScalarAsync())!;

        var earlyId = await service.ScalarAsync<long>(Insert);
        await SequenceAsync(service);
        var early = await PositionAsync(earlyId);
        await transaction.CommitAsync();
        await SequenceAsync(service);

        Assert.True(lateId < earlyId);
        Assert.Equal(early + 1, await PositionAsync(lateId));
        Assert.Equal(early, await PositionAsync(earlyId));
        Task<long> PositionAsync(long id) => service.ScalarAsync<long>("SELECT position FROM events WHERE id = $1", id);
    }

    [Fact]
    public async Task Two_sequencers_at_once_give_each_position_once()
    {
        await using var service = await api.StartAsync();
        using var stop = new CancellationTokenSource();
        var sequencers = Enumerable.Range(0, 2).Select(async _ =>
        {
            using var sequencer = new Sequencer(service.Database, TimeProvider.System, NullLogger<Sequencer>.Instance);
            while (!stop.IsCancellationRequested) await sequencer.RunAsync(CancellationToken.None);
        }).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            for (var i = 0; i < 50; i++) await service.ExecuteAsync(Insert);
        }));
        await stop.CancelAsync();
        await Task.WhenAll(sequencers);
        await SequenceAsync(service);

        var count = await service.ScalarAsync<long>("SELECT count(*) FROM events");
        Assert.True(count >= 300);
        Assert.Equal(count, await service.ScalarAsync<long>("SELECT count(DISTINCT position) FROM events"));
        Assert.Equal(count, await service.ScalarAsync<long>("SELECT max(position) FROM events"));
        Assert.Equal(count, await service.ScalarAsync<long>("SELECT last_position FROM event_sequencer"));
    }

    [Fact]
    public async Task The_service_does_it_by_itself_and_tells_who_listens()
    {
        await using var service = await api.StartAsync();
        await using var connection = await service.Database.OpenConnectionAsync();
        var heard = new TaskCompletionSource<string>();
        connection.Notification += (_, e) => heard.TrySetResult(e.Payload);
        await using (var listen = new NpgsqlCommand("LISTEN docmgmt_events", connection)) await listen.ExecuteNonQueryAsync();

        await service.ExecuteAsync(Insert);
        await connection.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);

        Assert.True(long.Parse(await heard.Task.WaitAsync(TimeSpan.FromSeconds(10))) > 0);
    }
}
