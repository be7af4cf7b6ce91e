using System.Net;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Audit;

public class ReadEventTests(Api api)
{
    private static string Of(long item) => $"/v1/items/{item}";

    [Fact]
    public async Task A_read_is_told_within_a_second()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Work");

        var (response, id) = await alice.Http.AskAsync(HttpMethod.Get, Of(folder));
        var answered = TimeProvider.System.GetTimestamp();

        await Eventually.IsTrueAsync(async () => (await api.Service.EventsAsync(id)).Count > 0);
        Assert.InRange(TimeProvider.System.GetElapsedTime(answered), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var read = Assert.Single(await api.Service.EventsAsync(id));
        Assert.Equal(("read", alice.Id, folder, IPAddress.Loopback), (read.Action, read.UserId, read.ItemId, read.Address));
        await response.SucceededAsync();
    }

    [Fact]
    public async Task Reading_changes_when_an_item_was_read_and_nothing_else()
    {
        await using var service = await api.StartAsync("Audit__Reads=Strict");
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Work");
        var first = await alice.GetAsync(Of(folder));
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await alice.GetAsync(Of(folder));
        var third = await alice.GetAsync(Of(folder));

        var (before, after) = (await second.SucceededAsync(), await third.SucceededAsync());
        Assert.True(after.GetProperty("last_accessed_at").GetDateTime() - before.GetProperty("last_accessed_at").GetDateTime() >= TimeSpan.FromMinutes(1));
        Assert.NotNull(first.Headers.ETag);
        Assert.Equal(first.Headers.ETag, third.Headers.ETag);
        foreach (var same in new[] { "revision", "updated_at" }) Assert.Equal(before.GetProperty(same).ToString(), after.GetProperty(same).ToString());
    }

    [Fact]
    public async Task A_read_that_is_refused_is_not_told()
    {
        await using var service = await api.StartAsync("Audit__Reads=Strict");
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Work");

        var (response, id) = await bob.Http.AskAsync(HttpMethod.Get, Of(folder));

        await response.IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty(await service.EventsAsync(id));
    }

    [Fact]
    public async Task In_strict_mode_a_read_is_told_before_it_is_answered()
    {
        await using var service = await api.StartAsync("Audit__Reads=Strict");
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Work");
        for (var i = 0; i < 5; i++)
        {
            var (response, id) = await alice.Http.AskAsync(HttpMethod.Get, Of(folder));

            Assert.Single(await service.EventsAsync(id));
            await response.SucceededAsync();
        }
    }

    [Fact]
    public async Task In_strict_mode_nothing_is_answered_that_could_not_be_told()
    {
        await using var service = await api.StartAsync("Audit__Reads=Strict");
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Work");
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE events IN SHARE MODE", connection)) await hold.ExecuteNonQueryAsync();

        var read = alice.GetAsync(Of(folder));
        // The sequencer waits, too.
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%COPY events%'") == 1);

        Assert.False(read.IsCompleted);
        await transaction.CommitAsync();
        await (await read).SucceededAsync();
    }

    [Fact]
    public async Task What_is_buffered_is_written_at_shutdown()
    {
        var database = await api.MigratedDatabaseAsync();
        long reads = 0;
        await using (var service = await TestService.StartAsync(database))
        {
            var alice = await service.NewUserAsync();
            var folder = await alice.CreateFolderAsync("Work");
            var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => alice.GetAsync(Of(folder))));
            reads = responses.Count(r => r.StatusCode == HttpStatusCode.OK);
        }

        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("SELECT count(*) FROM events WHERE action = 'read'");
        Assert.Equal(50, reads);
        Assert.Equal(50L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task No_user_agent_stops_the_writing()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Work");
        await alice.Http.AskAsync(HttpMethod.Get, Of(folder), change: r => r.Headers.TryAddWithoutValidation("User-Agent", new string('a', 499) + "😀"));

        var (_, id) = await alice.Http.AskAsync(HttpMethod.Get, Of(folder));

        await Eventually.IsTrueAsync(async () => (await api.Service.EventsAsync(id)).Count == 1);
    }
}
