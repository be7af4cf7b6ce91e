using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>A replay tells only what the caller may still know; and requests of one key that meet.</summary>
public class IdempotentReplayTests(Api api)
{
    private static Task<HttpResponseMessage> CreateAsync(TestUser user, string key) =>
        user.PostAsync("/v1/items", new { item_name = "Work", type = "folder", on_conflict = "rename" }, key);

    [Fact]
    public async Task What_is_gone_is_not_shown_again()
    {
        var alice = await api.NewUserAsync();
        var made = await (await CreateAsync(alice, "key")).SucceededAsync();

        await api.Service.ExecuteAsync("UPDATE items SET trashed_at = now() WHERE id = $1", made.Id());

        await (await CreateAsync(alice, "key")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_session_that_ended_gets_no_replay()
    {
        var admin = await api.Service.AdministratorAsync();
        var alice = await api.NewUserAsync();
        await (await CreateAsync(alice, "key")).SucceededAsync();
        await (await admin.PatchAsync($"/v1/admin/users/{alice.Id}", new { disabled = true })).SucceededAsync();

        await (await CreateAsync(alice, "key")).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
    }

    [Fact]
    public async Task Who_is_no_administrator_any_more_gets_no_replay_of_what_they_administered()
    {
        var admin = await api.Service.AdministratorAsync();
        var alice = await api.NewUserAsync();
        await (await admin.PatchAsync($"/v1/admin/users/{alice.Id}", new { role = "administrator" })).SucceededAsync();
        var body = new { email = $"{Guid.NewGuid():N}@example.com", password = TestService.Password };
        await (await alice.PostAsync("/v1/admin/users", body, "key")).SucceededAsync();

        await (await admin.PatchAsync($"/v1/admin/users/{alice.Id}", new { role = "user" })).SucceededAsync();

        await (await alice.PostAsync("/v1/admin/users", body, "key")).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
    }

    [Fact]
    public async Task Requests_of_one_key_that_meet_have_one_effect()
    {
        var alice = await api.NewUserAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => CreateAsync(alice, "key")));

        Assert.Contains(responses, r => r.StatusCode == HttpStatusCode.Created);
        Assert.Single(responses.Where(r => r.StatusCode == HttpStatusCode.Created).Select(r => r.Headers.Location).Distinct());
        foreach (var refused in responses.Where(r => r.StatusCode != HttpStatusCode.Created))
            await refused.IsProblemAsync(HttpStatusCode.Conflict, "request_in_progress");
        Assert.Equal(1, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task While_the_first_request_is_carried_out_the_second_is_told_so()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = connection.CreateCommand())
        {
            hold.CommandText = "SELECT 1 FROM folders f JOIN drives d ON d.root_id = f.id WHERE d.owner_id = $1 FOR UPDATE OF f";
            hold.Parameters.Add(new() { Value = alice.Id });
            await hold.ExecuteNonQueryAsync();
        }

        var first = CreateAsync(alice, "key");
        await Eventually.WaitForLockAsync(service);
        var second = await CreateAsync(alice, "key");
        await transaction.CommitAsync();

        await second.IsProblemAsync(HttpStatusCode.Conflict, "request_in_progress");
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.Created, (await first).StatusCode);
    }
}
