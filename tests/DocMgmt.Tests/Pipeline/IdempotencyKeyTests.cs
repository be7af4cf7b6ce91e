using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>What is kept of a key and its answer, for how long, and which keys are none.</summary>
public class IdempotencyKeyTests(Api api)
{
    private static Task<HttpResponseMessage> CreateAsync(TestUser user, string key, string name = "Work", string? onConflict = "rename") =>
        user.PostAsync("/v1/items", new { item_name = name, type = "folder", on_conflict = onConflict }, key);

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
