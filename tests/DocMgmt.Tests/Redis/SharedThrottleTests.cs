using System.Diagnostics;
using System.Net;
using DocMgmt.Api.Redis;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Redis;

/// <summary>Two nodes that count failures together by Redis, and each by itself when that is away.</summary>
public class SharedThrottleTests(Api api) : IAsyncLifetime
{
    private readonly List<TestService> nodes = [];
    private RedisServer redis = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        nodes.Add(await api.StartAsync(redis.Setting));
        nodes.Add(await TestService.StartAsync(nodes[0].ConnectionString, redis.Setting));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        if (redis is not null) await redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Failures_at_any_node_count_at_all_until_ten_minutes_are_over()
    {
        var alice = await nodes[0].NewUserAsync();

        await FailAsync(alice, 10);

        foreach (var node in nodes)
        {
            using var http = node.Anonymous("127.0.0.9");
            var refused = await http.LogInAsync(alice.Email);
            await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(580), TimeSpan.FromMinutes(10));
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.LogInAsync("somebody.else@example.com")).StatusCode);
        }

        foreach (var node in nodes)
        {
            node.Clock.Advance(TimeSpan.FromMinutes(10));
            using var http = node.Anonymous("127.0.0.9");
            Assert.Equal(HttpStatusCode.OK, (await http.LogInAsync(alice.Email)).StatusCode);
        }
    }

    [Fact]
    public async Task Of_64_guesses_at_once_ten_are_judged()
    {
        using var guesser = new Guesser(nodes);

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => guesser.LogInAsync(i, "victim@example.com", $"guess {i}")));

        Assert.Equal(10, responses.Count(r => r.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(54, responses.Count(r => r.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Sixty_four_good_sign_ins_at_once_are_all_let_in()
    {
        var alice = await nodes[0].NewUserAsync();
        using var guesser = new Guesser(nodes);

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => guesser.LogInAsync(i, alice.Email, TestService.Password)));

        Assert.All(responses, r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
    }

    /// <summary>Killed and started again without what it knew, or frozen and thawed: nobody is refused for it, few wait, and then it counts again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_Redis_is_away_each_node_counts_by_itself_and_nobody_is_kept_waiting(bool frozen)
    {
        const int AtOnce = 8;
        var alice = await nodes[0].NewUserAsync();
        using var guesser = new Guesser(nodes);
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

        if (frozen) redis.Freeze();
        else await redis.KillAsync();
        await SeesAsync(50);
        await Eventually.IsTrueAsync(() => nodes.TrueForAll(n => !Link(n).Answers));
        foreach (var node in nodes) Assert.Equal(("ok", "away"), await HealthAsync(node));
        await FailAsync(alice, 5); // what each node knows by itself
        await SeesAsync(50);
        if (frozen) redis.Thaw();
        else await redis.StartAgainAsync();
        await Eventually.IsTrueAsync(() => nodes.TrueForAll(n => Link(n).Answers));
        await SeesAsync(50);
        await stop.CancelAsync();
        await load;

        Assert.All(seen, s => Assert.Equal(HttpStatusCode.OK, s.Status));
        Assert.InRange(seen.Max(s => s.Took), TimeSpan.Zero, 10 * TimeSpan.FromMilliseconds(300));
        Assert.InRange(nodes.Sum(n => Link(n).Unanswered), 0, 2 * AtOnce); // only of those who had just asked
        foreach (var node in nodes) Assert.Equal(("ok", "ok"), await HealthAsync(node));
        var bob = await nodes[0].NewUserAsync();
        await FailAsync(bob, 10);
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
        await redis.KillAsync();
        await using var service = await api.StartAsync(redis.Setting);

        await service.NewUserAsync();
    }

    /// <summary>By turns at both nodes, each time from another address.</summary>
    private async Task FailAsync(TestUser user, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var http = nodes[i % nodes.Count].Anonymous($"127.0.{Random.Shared.Next(1, 250)}.{Random.Shared.Next(1, 250)}");
            await (await http.LogInAsync(user.Email, "wrong")).IsProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        }
    }

    private static async Task<(string? Status, string? Redis)> HealthAsync(TestService node)
    {
        using var http = node.Anonymous();
        var health = await (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).SucceededAsync();
        return (health.Text("status"), health.GetProperty("checks").GetProperty("redis").Text("status"));
    }

    private static RedisLink Link(TestService node) => node.Services.GetRequiredService<RedisLink>();

    /// <summary>One address that asks both nodes by turns.</summary>
    private sealed class Guesser(List<TestService> nodes) : IDisposable
    {
        private readonly List<HttpClient> clients = [.. nodes.Select(n => n.Anonymous("127.0.0.9"))];

        public Task<HttpResponseMessage> LogInAsync(int turn, string email, string password) => clients[turn % clients.Count].LogInAsync(email, password);
        public void Dispose() => clients.ForEach(c => c.Dispose());
    }
}
