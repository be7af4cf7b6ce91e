using System.Diagnostics;
using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Redis;

/// <summary>What two nodes do when their Redis is away.</summary>
public class RedisOutageTests(Api api) : IAsyncLifetime
{
    private TwoNodes nodes = null!;

    public async ValueTask InitializeAsync() => nodes = await TwoNodes.StartAsync(api);

    public async ValueTask DisposeAsync()
    {
        if (nodes is not null) await nodes.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Killed and started again without what it knew, or frozen and thawed: nobody is refused for it, few wait, and then it counts again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_Redis_is_away_each_node_counts_by_itself_and_nobody_is_kept_waiting(bool frozen)
    {
        const int AtOnce = 8;
        var alice = await nodes.First.NewUserAsync();
        using var guesser = nodes.NewGuesser();
        var (seen, stop) = (new List<(HttpStatusCode Status, TimeSpan Took)>(), new CancellationTokenSource());
        var load = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async i =>
        {
            while (!stop.IsCancellationRequested)
            {
                var begun = Stopwatch.GetTimestamp();
                using var answer = await guesser.LogInAsync(i, alice.Email, TestService.Password);
                lock (seen) seen.Add((answer.StatusCode, Stopwatch.GetElapsedTime(begun)));
            }
        }));
        await SeesAsync(50);

        if (frozen) nodes.Redis.Freeze();
        else await nodes.Redis.KillAsync();
        await SeesAsync(50);
        await Eventually.IsTrueAsync(() => nodes.All.All(n => !TwoNodes.Link(n).Answers));
        foreach (var node in nodes.All) Assert.Equal(("ok", "away"), await TwoNodes.HealthAsync(node));
        await nodes.FailAsync(alice, 5); // what each node knows by itself
        await SeesAsync(50);
        if (frozen) nodes.Redis.Thaw();
        else await nodes.Redis.StartAgainAsync();
        await Eventually.IsTrueAsync(() => nodes.All.All(n => TwoNodes.Link(n).Answers));
        await SeesAsync(50);
        await stop.CancelAsync();
        await load;

        Assert.All(seen, s => Assert.Equal(HttpStatusCode.OK, s.Status));
        Assert.InRange(seen.Max(s => s.Took), TimeSpan.Zero, 10 * TimeSpan.FromMilliseconds(300));
        Assert.InRange(nodes.All.Sum(n => TwoNodes.Link(n).Unanswered), 0, 2 * AtOnce); // only of those who had just asked
        foreach (var node in nodes.All) Assert.Equal(("ok", "ok"), await TwoNodes.HealthAsync(node));
        var bob = await nodes.First.NewUserAsync();
        await nodes.FailAsync(bob, 10);
        foreach (var i in new[] { 0, 1 }) await (await guesser.LogInAsync(i, bob.Email, TestService.Password)).IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");

        Task SeesAsync(int more)
        {
            var until = Count() + more;
            return Eventually.IsTrueAsync(() => Count() >= until);
        }

        int Count()
        {
            lock (seen) return seen.Count;
        }
    }

    [Fact]
    public async Task A_service_starts_without_its_Redis()
    {
        await nodes.Redis.KillAsync();
        await using var service = await api.StartAsync(nodes.Redis.Setting);

        await service.NewUserAsync();
    }
}
