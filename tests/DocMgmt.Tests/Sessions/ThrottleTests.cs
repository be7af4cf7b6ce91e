using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Sessions;

public class ThrottleTests(Api api) : IAsyncLifetime
{
    private TestService service = null!;

    public async ValueTask InitializeAsync() => service = await api.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task After_ten_failures_an_e_mail_is_closed_from_every_address_until_ten_minutes_are_over()
    {
        var alice = await service.NewUserAsync();
        for (var i = 1; i <= 10; i++) await FailAsync(alice.Email, $"127.0.1.{i}");
        using var http = service.Anonymous("127.0.0.9");

        var refused = await http.LogInAsync(alice.Email);

        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(580), TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.LogInAsync("somebody.else@example.com")).StatusCode);
        service.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, (await http.LogInAsync(alice.Email)).StatusCode);
    }

    [Fact]
    public async Task After_ten_failures_an_address_is_closed_to_every_e_mail_and_other_addresses_are_not()
    {
        var alice = await service.NewUserAsync();
        using var http = service.Anonymous("127.0.0.9");
        using var other = service.Anonymous("127.0.0.10");
        for (var i = 1; i <= 10; i++) await FailAsync($"nobody{i}@example.com", "127.0.0.9");

        var refused = await http.LogInAsync(alice.Email);

        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.Equal(HttpStatusCode.OK, (await other.LogInAsync(alice.Email)).StatusCode);
        service.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, (await http.LogInAsync(alice.Email)).StatusCode);
    }

    [Fact]
    public async Task A_good_sign_in_neither_counts_nor_clears()
    {
        var alice = await service.NewUserAsync();
        using var http = service.Anonymous("127.0.0.9");
        for (var i = 0; i < 9; i++) await FailAsync(alice.Email, "127.0.0.9");
        for (var i = 0; i < 12; i++) Assert.Equal(HttpStatusCode.OK, (await http.LogInAsync(alice.Email)).StatusCode);

        await FailAsync(alice.Email, "127.0.0.9");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await http.LogInAsync(alice.Email)).StatusCode);
    }

    [Fact]
    public async Task Failures_are_counted_over_the_last_ten_minutes_wherever_those_begin()
    {
        var alice = await service.NewUserAsync();
        using var http = service.Anonymous("127.0.0.9");
        await FailAsync(alice.Email, "127.0.0.9");
        service.Clock.Advance(TimeSpan.FromMinutes(9));
        for (var i = 0; i < 5; i++) await FailAsync(alice.Email, "127.0.0.9");
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 5; i++) await FailAsync(alice.Email, "127.0.0.9");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await http.LogInAsync(alice.Email)).StatusCode);
    }

    [Fact]
    public async Task Of_64_guesses_at_once_ten_are_judged()
    {
        using var http = service.Anonymous("127.0.0.9");

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => http.LogInAsync("victim@example.com", $"guess {i}")));

        Assert.Equal(10, responses.Count(r => r.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(54, responses.Count(r => r.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Sixty_four_good_sign_ins_at_once_are_all_let_in()
    {
        var alice = await service.NewUserAsync();
        using var http = service.Anonymous("127.0.0.9");

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => http.LogInAsync(alice.Email)));

        Assert.All(responses, r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
    }

    [Fact]
    public async Task Guessing_the_password_of_an_open_session_is_throttled_too()
    {
        var alice = await service.NewUserAsync();
        for (var i = 0; i < 10; i++) await (await ChangeAsync($"guess {i}")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        await (await ChangeAsync(TestService.Password)).IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");

        Task<HttpResponseMessage> ChangeAsync(string current) =>
            alice.PostAsync("/v1/users/me/password", new { current_password = current, new_password = "another long one" });
    }

    private async Task FailAsync(string email, string from)
    {
        using var http = service.Anonymous(from);
        await (await http.LogInAsync(email, "wrong")).IsProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
    }
}
