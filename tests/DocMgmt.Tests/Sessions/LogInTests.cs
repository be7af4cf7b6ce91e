using System.Net;
using System.Reflection;
using DocMgmt.Drive.Users;
using DocMgmt.Tests.Harness;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Sessions;

public class LogInTests(Api api)
{
    [Fact]
    public async Task Signing_in_answers_tokens_that_open_the_account()
    {
        var alice = await api.NewUserAsync();
        using var http = api.Service.Anonymous();

        var response = await http.LogInAsync(alice.Email);

        var tokens = await response.SucceededAsync();
        Assert.Equal(["access_token", "expires_in", "refresh_token", "token_type"], tokens.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Bearer", tokens.Text("token_type"));
        Assert.Equal(3600, tokens.GetProperty("expires_in").GetInt64());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(alice.Email, (await (await http.WithTokenAsync(tokens.Text("access_token"))).SucceededAsync()).Text("email"));
    }

    [Fact]
    public async Task An_e_mail_is_trimmed_and_its_case_does_not_matter()
    {
        var alice = await api.NewUserAsync();
        using var http = api.Service.Anonymous();

        Assert.Equal(HttpStatusCode.OK, (await http.LogInAsync($"  {alice.Email.ToUpperInvariant()} ")).StatusCode);
    }

    [Fact]
    public async Task A_session_tells_who_is_signed_in()
    {
        var alice = await api.NewUserAsync();

        var session = await alice.GetJsonAsync("/v1/auth/session");

        Assert.Equal(alice.Id, session.GetProperty("user_id").GetInt64());
        Assert.Equal(alice.Email, session.Text("email"));
        Assert.Equal("user", session.Text("role"));
        Assert.True(session.GetProperty("expires_at").GetDateTime() > session.GetProperty("created_at").GetDateTime());
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_e_mail_and_a_disabled_account_get_the_same_refusal()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var bob = await service.NewUserAsync();
        await (await (await service.AdministratorAsync()).PatchAsync($"/v1/admin/users/{bob.Id}", new { disabled = true })).SucceededAsync();
        using var http = service.Anonymous();

        var refusals = new List<string>();
        foreach (var (email, password) in new[] { (alice.Email, "wrong"), ("nobody@example.com", TestService.Password), (bob.Email, TestService.Password), ("", ""), ("a\0b", "x") })
        {
            var problem = await (await http.LogInAsync(email, password)).IsProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
            refusals.Add(string.Join('\n', problem.EnumerateObject().Where(p => p.Name != "trace_id")));
        }

        Assert.Single(refusals.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_hash_is_verified_whether_or_not_the_account_exists()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        using var http = service.Anonymous();
        var hasher = new CountingHasher();
        typeof(Passwords).GetField("hasher", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(service.Services.GetRequiredService<Passwords>(), hasher);

        await http.LogInAsync(alice.Email, "wrong");
        var known = hasher.Verified;
        await http.LogInAsync("nobody@example.com", "wrong");

        Assert.Equal(1, known);
        Assert.Equal(2, hasher.Verified);
    }

    [Fact]
    public async Task A_password_that_changes_while_it_is_checked_opens_nothing()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        using var http = service.Anonymous();
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var change = connection.CreateCommand())
        {
            change.CommandText = "UPDATE users SET password_hash = 'another' WHERE id = $1";
            change.Parameters.Add(new() { Value = alice.Id });
            await change.ExecuteNonQueryAsync();
        }

        var login = http.LogInAsync(alice.Email);
        await Eventually.WaitForLockAsync(service);
        await transaction.CommitAsync();

        await (await login).IsProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    private sealed class CountingHasher : PasswordHasher<object>
    {
        public int Verified { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
