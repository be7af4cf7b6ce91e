using System.Net;
using System.Text;
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

    [Fact]
    public async Task After_a_day_a_key_is_fresh()
    {
        await using var service = await api.StartAsync("Auth__AccessTokenMinutes=1440");
        var alice = await service.NewUserAsync();
        var first = await CreateAsync(alice, "key");
        service.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        var same = await CreateAsync(alice, "key");
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        alice = await service.SignInAsync(alice.Email);

        var fresh = await CreateAsync(alice, "key", "Another");

        Assert.Equal(first.Headers.Location, same.Headers.Location);
        Assert.Equal(HttpStatusCode.Created, fresh.StatusCode);
        Assert.NotEqual(first.Headers.Location, fresh.Headers.Location);
        await (await CreateAsync(alice, "key")).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task Old_answers_are_deleted_and_young_ones_kept()
    {
        await using var service = await api.StartAsync("Auth__AccessTokenMinutes=1440");
        var alice = await service.NewUserAsync();
        await CreateAsync(alice, "old");
        service.Clock.Advance(TimeSpan.FromHours(23));
        await CreateAsync(alice, "young");
        service.Clock.Advance(TimeSpan.FromHours(1));

        await service.RunJobAsync("stale-uploads");

        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM idempotency_answers"));
    }

    [Fact]
    public async Task The_table_holds_neither_key_nor_answer()
    {
        var alice = await api.NewUserAsync();
        var (key, name) = ($"key {Guid.NewGuid()}", $"name {Guid.NewGuid()}");

        var made = await (await CreateAsync(alice, key, name)).SucceededAsync();

        var row = await api.Service.ScalarAsync<byte[]>(
            "SELECT scope || fingerprint || answer FROM idempotency_answers WHERE item_id = $1", made.Id());
        var text = Encoding.Latin1.GetString(row!);
        Assert.True(text.Length > 200);
        foreach (var secret in new[] { key, name, "Name", "Id\"" }) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\there")]
    [InlineData("256")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var alice = await api.NewUserAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/items") { Content = System.Net.Http.Json.JsonContent.Create(new { item_name = "x", type = "folder" }) };
        Assert.True(request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "256" ? new string('k', 256) : key));

        await (await alice.Http.SendAsync(request)).IsProblemAsync(HttpStatusCode.BadRequest, "malformed_request");

        Assert.Equal(HttpStatusCode.Created, (await CreateAsync(alice, new string('k', 255))).StatusCode);
    }

    [Fact]
    public async Task Signing_out_and_passwords_ignore_the_key()
    {
        var alice = await api.NewUserAsync();
        var elsewhere = await api.Service.SignInAsync(alice.Email);

        await (await alice.PostAsync("/v1/auth/logout", new { }, "key")).SucceededAsync();
        await (await elsewhere.PostAsync("/v1/auth/logout", new { }, "key")).SucceededAsync();

        await (await elsewhere.GetAsync("/v1/users/me")).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
        var bob = await api.NewUserAsync();
        foreach (var (current, fresh) in new[] { (TestService.Password, "the second one"), ("the second one", TestService.Password), (TestService.Password, "the second one") })
            await (await bob.PostAsync("/v1/users/me/password", new { current_password = current, new_password = fresh }, "key")).SucceededAsync();
        await api.Service.SignInAsync(bob.Email, "the second one");
    }
}
