using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

/// <summary>Granting tells whether there is such a user: not as often as one likes.</summary>
public class GrantThrottleTests(Api api)
{
    [Fact]
    public async Task After_ten_unknown_users_no_more_are_looked_up_for_that_caller_until_ten_minutes_are_over()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (folder, bobs) = (await alice.CreateFolderAsync("F"), await bob.CreateFolderAsync("F"));
        for (var n = 0; n < 10; n++)
            await (await (n % 2 == 0 ? ByEmailAsync(alice, folder, $"nobody{n}@example.com") : ByIdAsync(alice, folder, 999_999_000 + n))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "user_unknown");

        var refused = await ByEmailAsync(alice, folder, bob.Email);

        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        await (await ByIdAsync(alice, folder, bob.Id)).IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        await (await ByEmailAsync(bob, bobs, alice.Email)).SucceededAsync();
        service.Clock.Advance(TimeSpan.FromMinutes(10));
        await (await ByEmailAsync(alice, folder, bob.Email)).SucceededAsync();
    }

    [Fact]
    public async Task Good_grants_never_count_however_many_there_are_at_once()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");

        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => ByEmailAsync(alice, folder, bob.Email)));

        Assert.All(responses, r => Assert.Equal(HttpStatusCode.Created, r.StatusCode));
    }

    [Fact]
    public async Task Who_may_not_grant_there_learns_nothing_of_e_mails()
    {
        var (alice, bob, stranger) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.ShareAsync(folder, bob, "write");

        foreach (var email in new[] { alice.Email, "nobody@example.com" })
        {
            await (await ByEmailAsync(bob, folder, email)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            await (await ByEmailAsync(stranger, folder, email)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }
    }

    private static Task<HttpResponseMessage> ByEmailAsync(TestUser user, long item, string email) => user.GrantAsync(item, new { email, permission_type = "read" });

    private static Task<HttpResponseMessage> ByIdAsync(TestUser user, long item, long userId) => user.GrantAsync(item, new { user_id = userId, permission_type = "read" });
}
