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
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private RedisServer redis = null!;
    private RedisLink link = null!;
    private RedisAttempts attempts = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        link = new(RedisLink.Options(redis.Address), NullLogger<RedisLink>.Instance);
        await link.StartAsync(CancellationToken.None);
        attempts = new(link);
        Assert.True(link.Answers);
    }

    public async ValueTask DisposeAsync()
    {
        if (link is not null) await link.StopAsync(CancellationToken.None);
        link?.Dispose();
        if (redis is not null) await redis.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_died_keeps_no_place_for_long()
    {
        for (var i = 0; i < Throttle.MaxFailures; i++) Assert.True((await attempts.EnterAsync(Keys, $"{i}", Now))!.Value.IsIn);

        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys, "eleventh", Now));
        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys[..1], "eleventh", Now + TimeSpan.FromSeconds(29)));
        Assert.Equal(new(true, null), await attempts.EnterAsync(Keys, "eleventh", Now + TimeSpan.FromSeconds(31)));
    }

    /// <summary>Nobody is overtaken for as long as they ask; and two keys make no circle.</summary>
    [Fact]
    public async Task Places_go_to_who_came_first()
    {
        for (var i = 0; i < Throttle.MaxFailures; i++) await attempts.EnterAsync(Keys, $"{i}", Now);
        foreach (var (name, keys) in new[] { ("first", Keys), ("second", Keys[..1]), ("third", Keys[1..]) }) Assert.Equal(new(false, null), await attempts.EnterAsync(keys, name, Now.AddMilliseconds(name.Length)));

        await attempts.LeaveAsync(Keys, "0", Now.AddSeconds(1), failed: false);

        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys[1..], "third", Now.AddSeconds(1)));
        Assert.Equal(new(true, null), await attempts.EnterAsync(Keys, "first", Now.AddSeconds(1)));
        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys[..1], "second", Now.AddSeconds(1)));
        await attempts.LeaveAsync(Keys[..1], "second", Now.AddSeconds(1), failed: false); // it went away
        await attempts.LeaveAsync(Keys, "first", Now.AddSeconds(1), failed: true);
        Assert.Equal(new(false, null), await attempts.EnterAsync(Keys[1..], "third", Now.AddSeconds(2)));
        await attempts.LeaveAsync(Keys, "1", Now.AddSeconds(2), failed: false);
        Assert.Equal(new(true, null), await attempts.EnterAsync(Keys[1..], "third", Now.AddSeconds(2)));
    }

    [Fact]
    public async Task Who_is_refused_is_told_until_the_first_failure_is_forgotten()
    {
        for (var i = 0; i < Throttle.MaxFailures; i++)
        {
            await attempts.EnterAsync(Keys, $"{i}", Now.AddSeconds(i));
            await attempts.LeaveAsync(Keys, $"{i}", Now.AddSeconds(i), failed: true);
        }

        Assert.Equal(new(false, TimeSpan.FromMinutes(9)), await attempts.EnterAsync(Keys[1..], "next", Now.AddMinutes(1)));
        Assert.Equal(new(true, null), await attempts.EnterAsync(Keys, "next", Now.AddMinutes(10)));
    }

    /// <summary>What was asked of a frozen server is done when it is thawed, for somebody who has long gone on without it.</summary>
    [Fact]
    public async Task Places_that_are_taken_too_late_are_given_back()
    {
        redis.Freeze();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, Throttle.MaxFailures).Select(i => attempts.EnterAsync(Keys, $"{i}", Now))), v => Assert.Null(v));
        for (var i = 0; i < Throttle.MaxFailures; i++) await attempts.LeaveAsync(Keys, $"{i}", Now, failed: false);

        redis.Thaw();

        await Eventually.IsTrueAsync(async () => link.Answers && await attempts.EnterAsync(Keys, "eleventh", Now) is { IsIn: true });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_failed_while_Redis_was_away_counts_when_it_is_back(bool frozen)
    {
        if (frozen) redis.Freeze();
        else await redis.KillAsync();
        for (var i = 0; i < Throttle.MaxFailures; i++)
        {
            Assert.Null(await attempts.EnterAsync(Keys, $"{i}", Now));
            await attempts.LeaveAsync(Keys, $"{i}", Now, failed: true);
        }

        if (frozen) redis.Thaw();
        else await redis.StartAgainAsync();

        await Eventually.IsTrueAsync(async () => await attempts.EnterAsync(Keys, "eleventh", Now.AddMinutes(1)) is { RefusedFor: { } wait } && wait == TimeSpan.FromMinutes(9));
    }

    [Fact]
    public async Task Nobody_reads_in_Redis_whom_it_is_about_and_nothing_stays_for_good()
    {
        await attempts.EnterAsync(Keys, "a", Now);
        await attempts.LeaveAsync(Keys, "a", Now, failed: true);
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
}
