using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

public class IdempotencyTests(Api api)
{
    private static string NewKey() => Guid.NewGuid().ToString();

    private static Task<HttpResponseMessage> CreateAsync(TestUser user, string key, string name = "Work", string? onConflict = "rename") =>
        user.PostAsync("/v1/items", new { item_name = name, type = "folder", on_conflict = onConflict }, key);

    [Fact]
    public async Task The_same_request_gets_the_same_answer_and_one_effect()
    {
        var alice = await api.NewUserAsync();
        var key = NewKey();

        var first = await CreateAsync(alice, key);
        var again = await CreateAsync(alice, key);

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal((first.Headers.Location, first.Headers.ETag), (again.Headers.Location, again.Headers.ETag));
        Assert.NotNull(again.Headers.ETag);
        Assert.Equal(1, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
        var other = await CreateAsync(alice, NewKey());
        Assert.NotEqual(first.Headers.Location, other.Headers.Location);
    }

    [Fact]
    public async Task An_account_is_made_once()
    {
        var admin = await api.Service.AdministratorAsync();
        var (key, email) = (NewKey(), $"{Guid.NewGuid():N}@example.com");

        var first = await admin.PostAsync("/v1/admin/users", new { email, password = TestService.Password }, key);
        var again = await admin.PostAsync("/v1/admin/users", new { email, password = TestService.Password }, key);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_same_key_for_another_request_is_refused()
    {
        var alice = await api.NewUserAsync();
        var key = NewKey();
        await (await CreateAsync(alice, key, "Work")).SucceededAsync();

        await (await CreateAsync(alice, key, "Play")).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");

        Assert.Equal(1, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task A_key_belongs_to_one_user_and_one_route()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var key = NewKey();

        var hers = await (await CreateAsync(alice, key)).SucceededAsync();
        var his = await (await CreateAsync(bob, key)).SucceededAsync();
        await (await alice.SendAsync(HttpMethod.Patch, "/v1/users/me", System.Net.Http.Json.JsonContent.Create(new { display_name = "Alice" }), key)).SucceededAsync();

        Assert.NotEqual(hers.Id(), his.Id());
        Assert.Equal(bob.Id, his.GetProperty("owner_id").GetInt64());
    }

    [Fact]
    public async Task A_failure_leaves_nothing_and_may_run_again()
    {
        var alice = await api.NewUserAsync();
        var key = NewKey();
        var folder = await alice.CreateFolderAsync("Work");
        await (await CreateAsync(alice, key, onConflict: "fail")).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");

        await api.Service.ExecuteAsync("UPDATE items SET name = 'Elsewhere' WHERE id = $1", folder);

        Assert.Equal(HttpStatusCode.Created, (await CreateAsync(alice, key, onConflict: "fail")).StatusCode);
    }
}
