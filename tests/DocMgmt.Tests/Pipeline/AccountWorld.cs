using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Somebody who asks, and what they may ask about.</summary>
/// <param name="Http">As they are signed in, or not.</param>
internal sealed record AccountWorld(TestService Service, HttpClient Http, string Email, string RefreshToken, TestUser Other, long OwnJob, long OthersJob, long Maintenance)
{
    // Of their own: an address that fails to sign in too often is refused for a while.
    private const string From = "127.83.1.1";

    public static async Task<AccountWorld> MakeAsync(TestService service, string subject)
    {
        var (user, other) = (await service.NewUserAsync(), await service.NewUserAsync());
        if (subject.Contains("administrator", StringComparison.Ordinal)) await service.ExecuteAsync("UPDATE users SET role = 'administrator' WHERE id = $1", user.Id);
        if (subject.StartsWith("disabled", StringComparison.Ordinal)) await service.DisableAsync(user);
        if (subject == "signed out") await (await user.PostAsync("/v1/auth/logout", new { })).SucceededAsync();
        var maintenance = await service.ScalarAsync<long>(
            "INSERT INTO jobs (kind, maintenance, state, created_at, started_at, finished_at) VALUES ('planted', true, 'succeeded', now(), now(), now()) RETURNING id");
        return new(service, subject == "nobody" ? service.Anonymous(From) : user.Http, subject == "nobody" ? NewEmail() : user.Email, subject == "nobody" ? "none" : user.RefreshToken, other,
            await service.QueueJobAsync(user), await service.QueueJobAsync(other), maintenance);
    }

    public static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> DeleteAsync(string path) => Http.DeleteAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Http.PostAsJsonAsync(path, body);

    public Task<HttpResponseMessage> PatchAsync(string path, object body) => Http.PatchAsJsonAsync(path, body);

    public async Task<HttpResponseMessage> SignInAsync()
    {
        using var http = Service.Anonymous(From);
        return await http.LogInAsync(Email);
    }
}
