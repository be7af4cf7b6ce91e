using DocMgmt.Api.Redis;
using DocMgmt.Drive.Users;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace DocMgmt.Tests.Redis;

/// <summary>What lies in Redis of attempts, and when it goes.</summary>
public sealed class RedisAttemptsTests : IAsyncLifetime
{
    private static readonly string[] Keys = ["login:somebody@example.com", "login from:203.0.113.9"];
    private static readonly TimeSpan Judgement = TimeSpan.FromSeconds(2);

    private readonly TestClock clock = new();

    private RedisServer redis = null!;
    private RedisLink link = null!;
    private RedisAttempts attempts = null!;

    private DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        link = await LinkAsync(new(TimeSpan.FromSeconds(10)));
        attempts = new(link, clock, Judgement);
    }

    public async ValueTask DisposeAsync()
    {
        if (link is not null) await EndAsync(link);
        if (redis is not null) await redis.DisposeAsync();
    }

    /// <summary>Whichever node's clock is ahead, and whatever their names.</summary>
    [Fact]
    public async Task Ten_are_judged_at_once_and_no_more()
    {
        for (var i = 0; i < Throttle.MaxFailures; i++) Assert.True((await attempts.EnterAsync(Keys, $"n{i}", Now))!.Value.IsIn);

        foreach (var (name, now) in new[] { ("a", Now), ("b", Now.AddSeconds(-5)), ("z", Now.AddMinutes(5)) }) Assert.Equal(new(false, null), await attempts.EnterAsync(Keys, name, now));
    }

    [Fact]
    public async Task A_node_that_died_keeps_no_place_for_long()
    {
        for (var i = 0; i < Throttle.MaxFailures; i++) Assert.True((await attempts.EnterAsync(Keys, $"{i}", Now))!.Value.IsIn);

        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys, "eleventh", Now));
        await Eventually.IsTrueAsync(async () => await attempts.EnterAsync(Keys, "eleventh", Now) is { IsIn: true });
    }

    /// <summary>Nobody is overtaken for as long as they ask; and two keys make no circle.</summary>
    [Fact]
    public async Task Places_go_to_who_came_first()
    {
        for (var i = 0; i < Throttle.MaxFailures; i++) await attempts.EnterAsync(Keys, $"{i}", Now);
        foreach (var (name, keys) in new[] { ("first", Keys), ("second", Keys[..1]), ("third", Keys[1..]) }) Assert.Equal(new(false, null), await attempts.EnterAsync(keys, name, Now));

        attempts.Leave(Keys, "0", Now.AddSeconds(1), failed: false);

        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys[1..], "third", Now.AddSeconds(1)));
        Assert.Equal(new(true, null), await attempts.EnterAsync(Keys, "first", Now.AddSeconds(1)));
        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys[..1], "second", Now.AddSeconds(1)));
        attempts.Leave(Keys[..1], "second", Now.AddSeconds(1), failed: false); // it went away
        attempts.Leave(Keys, "first", Now.AddSeconds(1), failed: true);
        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys[1..], "third", Now.AddSeconds(2)));
        attempts.Leave(Keys, "1", Now.AddSeconds(2), failed: false);
        Assert.Equal(new(true, null), await attempts.EnterAsync(Keys[1..], "third", Now.AddSeconds(2)));
    }

    /// <param name="more">Failures that nodes saw while Redis was away, and told it of.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Who_is_refused_is_told_until_enough_failures_are_forgotten(int more)
    {
        for (var i = 0; i < Throttle.MaxFailures + more; i++) attempts.Leave(Keys, $"{i}", Now.AddSeconds(i), failed: true);

        Assert.Equal(new(false, TimeSpan.FromMinutes(9) + TimeSpan.FromSeconds(more)), await attempts.EnterAsync(Keys[1..], "next", Now.AddMinutes(1)));
        Assert.Equal(new(true, null), await attempts.EnterAsync(Keys, "next", Now.AddMinutes(10).AddSeconds(more)));
    }

    /// <summary>What was asked of a frozen server is done when it is thawed, for somebody who has long gone on without it.</summary>
    [Fact]
    public async Task Places_that_are_taken_too_late_are_given_back()
    {
        var (hasty, hurry) = await HastyAsync();
        redis.Freeze();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, Throttle.MaxFailures).Select(i => hasty.EnterAsync(Keys, $"{i}", Now))), v => Assert.Null(v));
        for (var i = 0; i < Throttle.MaxFailures; i++) hasty.Leave(Keys, $"{i}", Now, failed: false);

        redis.Thaw();

        await Eventually.IsTrueAsync(async () => await hasty.EnterAsync(Keys, "eleventh", Now) is { IsIn: true });
        await EndAsync(hurry);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_failed_while_Redis_was_away_counts_when_it_is_back(bool frozen)
    {
        var (hasty, hurry) = await HastyAsync();
        if (frozen) redis.Freeze();
        else await redis.KillAsync();
        for (var i = 0; i < Throttle.MaxFailures; i++)
        {
            Assert.Null(await hasty.EnterAsync(Keys, $"{i}", Now));
            hasty.Leave(Keys, $"{i}", Now, failed: true);
        }

        if (frozen) redis.Thaw();
        else await redis.StartAgainAsync();

        await Eventually.IsTrueAsync(async () => await hasty.EnterAsync(Keys, "eleventh", Now.AddMinutes(1)) is { RefusedFor: { } wait } && wait == TimeSpan.FromMinutes(9));
        await EndAsync(hurry);
    }

    /// <summary>Those of before count for the shortest.</summary>
    [Fact]
    public async Task Of_many_failures_that_Redis_was_not_told_of_the_newest_are_kept()
    {
        var few = new RedisAttempts(link, clock, Judgement, Throttle.MaxFailures);
        await redis.KillAsync();
        await Eventually.IsTrueAsync(() => !link.Answers);
        foreach (var key in Keys)
        {
            for (var i = 0; i < Throttle.MaxFailures; i++) few.Leave([key], $"{key} {i}", Now, failed: true);
        }

        await redis.StartAgainAsync();

        await Eventually.IsTrueAsync(async () => await few.EnterAsync(Keys[1..], "a", Now) is { RefusedFor: not null });
        Assert.Equal(new(true, null), await few.EnterAsync(Keys[..1], "b", Now));
    }

    /// <summary>It is there, and takes nothing (its replicas are gone): then it is as if it were away.</summary>
    [Fact]
    public async Task A_server_that_refuses_is_told_later()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.Address},allowAdmin=true");
        var server = connection.GetServer(redis.Address);
        await server.ConfigSetAsync("min-replicas-to-write", "1");
        for (var i = 0; i < Throttle.MaxFailures; i++)
        {
            Assert.Null(await attempts.EnterAsync(Keys, $"{i}", Now));
            attempts.Leave(Keys, $"{i}", Now, failed: true);
        }

        Assert.True(link.Answers);
        await server.ConfigSetAsync("min-replicas-to-write", "0");

        await Eventually.IsTrueAsync(async () => await attempts.EnterAsync(Keys, "eleventh", Now) is { RefusedFor: not null });
    }

    [Fact]
    public async Task Redis_has_hashes_for_keys_and_nothing_stays_for_good()
    {
        await attempts.EnterAsync(Keys, "a", Now);
        attempts.Leave(Keys, "a", Now, failed: true);
        await attempts.EnterAsync(Keys, "b", Now);

        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Address);
        var database = connection.GetDatabase();
        var names = await connection.GetServer(redis.Address).KeysAsync().ToListAsync();
        Assert.Equal(3 * Keys.Length, names.Count);
        foreach (var name in names)
        {
            Assert.Matches("^docmgmt:attempts:[0-9a-f]{64}:(failed|came|alive)$", name.ToString());
            Assert.InRange((await database.KeyTimeToLiveAsync(name))!.Value, TimeSpan.FromSeconds(1), Throttle.Length);
        }
    }

    /// <summary>As patient as a service is.</summary>
    private async Task<(RedisAttempts Attempts, RedisLink Link)> HastyAsync()
    {
        var own = await LinkAsync(RedisPatience.Usual);
        return (new(own, clock), own);
    }

    private async Task<RedisLink> LinkAsync(RedisPatience patience)
    {
        var made = new RedisLink(RedisLink.Options(redis.Address), patience, NullLogger<RedisLink>.Instance);
        await made.StartAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => made.Answers);
        return made;
    }

    private static async Task EndAsync(RedisLink link)
    {
        await link.StopAsync(CancellationToken.None);
        link.Dispose();
    }
}
