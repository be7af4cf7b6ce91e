using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

public class UnknownUserTests(Api api)
{
    [Fact]
    public async Task Unknown_and_disabled_users_are_refused_alike()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var group = await alice.CreateGroupAsync("Team");
        await api.Service.DisableAsync(bob);

        var details = new List<string>();
        foreach (var body in new object[] { new { user_id = 999_999_999 }, new { user_id = bob.Id }, new { email = "nobody@example.com" }, new { email = bob.Email } })
            details.Add((await (await alice.AddAsync(group, body)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "user_unknown")).Text("detail"));

        Assert.Single(details.Distinct());
        Assert.Equal($"{alice.Id} owner", await alice.MembersAsync(group));
    }

    [Fact]
    public async Task After_ten_unknown_ones_nobody_is_taken_in_for_ten_minutes()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (group, his) = (await alice.CreateGroupAsync("Team"), await bob.CreateGroupAsync("His"));
        for (var i = 0; i < 12; i++) await alice.AddMemberAsync(group, bob); // known ones don't count
        for (var i = 0; i < 10; i++) await (await TryAsync(i)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "user_unknown");

        await (await alice.AddAsync(group, new { email = bob.Email })).IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");

        await bob.AddMemberAsync(his, alice); // others go on
        service.Clock.Advance(TimeSpan.FromMinutes(10));
        await alice.AddMemberAsync(group, bob);
        Task<HttpResponseMessage> TryAsync(int i) => alice.AddAsync(group, i % 2 == 0 ? new { email = $"nobody{i}@example.com" } : new { user_id = 999_999_000 + i });
    }

    [Fact]
    public async Task Of_32_guesses_at_once_ten_are_judged()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var group = await alice.CreateGroupAsync("Team");

        var responses = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => alice.AddAsync(group, new { email = $"nobody{i}@example.com" })));

        Assert.Equal(10, responses.Count(r => r.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(22, responses.Count(r => r.StatusCode == HttpStatusCode.TooManyRequests));
    }
}
