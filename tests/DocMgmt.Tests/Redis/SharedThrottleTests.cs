using System.Net;
using DocMgmt.Drive.Users;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Redis;

/// <summary>Two nodes that count failures together by Redis.</summary>
public class SharedThrottleTests(Api api) : IAsyncLifetime
{
    private TwoNodes nodes = null!;

    // On a machine that has much to do an answer may take longer than a request waits for it.
    public async ValueTask InitializeAsync() => nodes = await TwoNodes.StartAsync(api, new(TimeSpan.FromSeconds(10)));

    public async ValueTask DisposeAsync()
    {
        if (nodes is not null) await nodes.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Failures_at_any_node_count_at_all_until_ten_minutes_are_over()
    {
        var alice = await nodes.First.NewUserAsync();

        await nodes.FailAsync(alice, 10);

        foreach (var node in nodes.All)
        {
            using var http = node.Anonymous("127.0.0.9");
            var refused = await http.LogInAsync(alice.Email);
            await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(580), TimeSpan.FromMinutes(10));
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.LogInAsync("somebody.else@example.com")).StatusCode);
        }

        foreach (var node in nodes.All)
        {
            node.Clock.Advance(TimeSpan.FromMinutes(10));
            using var http = node.Anonymous("127.0.0.9");
            Assert.Equal(HttpStatusCode.OK, (await http.LogInAsync(alice.Email)).StatusCode);
        }
    }

    [Fact]
    public async Task Of_64_guesses_at_once_ten_are_judged()
    {
        using var guesser = nodes.NewGuesser();

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => guesser.LogInAsync(i, "victim@example.com", $"guess {i}")));

        Assert.Equal(10, responses.Count(r => r.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(54, responses.Count(r => r.StatusCode == HttpStatusCode.TooManyRequests));
    }

    /// <summary>After two seconds one goes on by what the own node knows, and not after the half minute after which they are taken for given up.</summary>
    [Fact]
    public async Task Places_of_a_node_that_died_hold_nobody_up_for_long()
    {
        var alice = await nodes.First.NewUserAsync();
        using var http = nodes.First.Anonymous("127.0.0.9");
        var shared = nodes.First.Services.GetRequiredService<ISharedAttempts>();
        for (var i = 0; i < Throttle.MaxFailures; i++) Assert.True((await shared.EnterAsync(["login from:127.0.0.9"], $"{i}", nodes.First.Clock.GetUtcNow()))!.Value.IsIn);

        Assert.Equal(HttpStatusCode.OK, (await http.LogInAsync(alice.Email).WaitAsync(TimeSpan.FromSeconds(20))).StatusCode);
    }

    [Fact]
    public async Task Sixty_four_good_sign_ins_at_once_are_all_let_in()
    {
        var alice = await nodes.First.NewUserAsync();
        using var guesser = nodes.NewGuesser();

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => guesser.LogInAsync(i, alice.Email, TestService.Password)));

        Assert.All(responses, r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
    }
}
