using System.Net;
using DocMgmt.Api.Redis;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Redis;

/// <summary>Two services on one database and one Redis.</summary>
internal sealed class TwoNodes(RedisServer redis, List<TestService> nodes) : IAsyncDisposable
{
    public RedisServer Redis => redis;
    public IReadOnlyList<TestService> All => nodes;
    public TestService First => nodes[0];

    /// <param name="patience">Null: the usual.</param>
    public static async Task<TwoNodes> StartAsync(Api api, RedisPatience? patience = null)
    {
        var redis = await RedisServer.StartAsync();
        var made = new TwoNodes(redis, []);
        made.Add(await api.StartAsync(Bring, redis.Setting));
        made.Add(await TestService.StartAsync(made.First.ConnectionString, Bring, redis.Setting));
        await Eventually.IsTrueAsync(() => made.All.All(n => Link(n).Answers));
        return made;

        void Bring(IServiceCollection services)
        {
            if (patience is not null) services.AddSingleton(patience);
        }
    }

    private void Add(TestService node) => nodes.Add(node);

    public Guesser NewGuesser() => new(nodes);

    /// <summary>By turns at both nodes, each time from another address.</summary>
    public async Task FailAsync(TestUser user, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var http = All[i % All.Count].Anonymous($"127.0.{Random.Shared.Next(1, 250)}.{Random.Shared.Next(1, 250)}");
            await (await http.LogInAsync(user.Email, "wrong")).IsProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        }
    }

    public static async Task<(string? Status, string? Redis)> HealthAsync(TestService node)
    {
        using var http = node.Anonymous();
        var health = await (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).SucceededAsync();
        return (health.Text("status"), health.GetProperty("checks").GetProperty("redis").Text("status"));
    }

    public static RedisLink Link(TestService node) => node.Services.GetRequiredService<RedisLink>();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        await redis.DisposeAsync();
    }

    /// <summary>One address that asks both nodes by turns.</summary>
    public sealed class Guesser(IReadOnlyList<TestService> nodes) : IDisposable
    {
        private readonly List<HttpClient> clients = [.. nodes.Select(n => n.Anonymous("127.0.0.9"))];

        public Task<HttpResponseMessage> LogInAsync(int turn, string email, string password) => clients[turn % clients.Count].LogInAsync(email, password);
        public void Dispose() => clients.ForEach(c => c.Dispose());
    }
}
