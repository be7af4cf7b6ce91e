using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Users;

public class AdministrationTests(Api api)
{
    [Fact]
    public async Task An_administrator_makes_accounts()
    {
        var admin = await api.Service.AdministratorAsync();
        var email = $"{Guid.NewGuid():N}@example.com";

        var response = await admin.PostAsync("/v1/admin/users", new
        {
            email = $" {email.ToUpperInvariant()} ", password = TestService.Password, display_name = "Alice", role = "administrator", storage_quota_bytes = 12_345,
        });

        var made = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/v1/admin/users/{made.Id()}", response.Headers.Location!.ToString());
        var me = await (await api.Service.SignInAsync(email)).GetJsonAsync("/v1/users/me");
        foreach (var shown in new[] { made, me, await admin.GetJsonAsync($"/v1/admin/users/{made.Id()}") })
        {
            Assert.Equal((email, "Alice", "administrator"), (shown.Text("email"), shown.Text("display_name"), shown.Text("role")));
            Assert.Equal((12_345, 0), (shown.GetProperty("storage_quota_bytes").GetInt64(), shown.GetProperty("storage_used_bytes").GetInt64()));
            Assert.Equal(
                ["created_at", "disabled", "display_name", "email", "id", "role", "storage_quota_bytes", "storage_used_bytes", "updated_at"],
                shown.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task An_e_mail_has_one_account()
    {
        var alice = await api.NewUserAsync();
        var admin = await api.Service.AdministratorAsync();

        await (await admin.PostAsync("/v1/admin/users", new { email = alice.Email.ToUpperInvariant(), password = TestService.Password }))
            .IsProblemAsync(HttpStatusCode.Conflict, "email_taken");
    }

    [Theory]
    [InlineData("""{"password": "correct horse"}""", "email")]
    [InlineData("""{"email": "nonsense", "password": "correct horse"}""", "email")]
    [InlineData("""{"email": "a b@example.com", "password": "correct horse"}""", "email")]
    [InlineData("""{"email": "a@example.com"}""", "password")]
    [InlineData("""{"email": "a@example.com", "password": "short"}""", "password")]
    [InlineData("""{"email": "a@example.com", "password": "correct horse", "display_name": " "}""", "display_name")]
    [InlineData("""{"email": "a@example.com", "password": "correct horse", "display_name": "\u0000"}""", "display_name")]
    [InlineData("""{"email": "a@example.com", "password": "correct horse", "role": "king"}""", "role")]
    [InlineData("""{"email": "a@example.com", "password": "correct horse", "role": 1}""", "role")]
    [InlineData("""{"email": "a@example.com", "password": "correct horse", "storage_quota_bytes": -1}""", "storage_quota_bytes")]
    public async Task What_is_wrong_with_an_account_is_named(string body, string field)
    {
        using var content = new StringContent(body, null, "application/json");

        var response = await (await api.Service.AdministratorAsync()).SendAsync(HttpMethod.Post, "/v1/admin/users", content, null);

        var problem = await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task All_accounts_are_listed_page_by_page()
    {
        await using var service = await api.StartAsync();
        var made = new List<long> { (await service.AdministratorAsync()).Id };
        for (var i = 0; i < 4; i++) made.Add((await service.NewUserAsync()).Id);
        var admin = await service.AdministratorAsync();

        var listed = new List<long>();
        for (var page = await admin.GetJsonAsync("/v1/admin/users?page_size=2"); ;
            page = await admin.GetJsonAsync($"/v1/admin/users?page_size=2&cursor={Uri.EscapeDataString(page.Text("next_cursor"))}"))
        {
            Assert.Equal(5, page.GetProperty("total").GetInt64());
            listed.AddRange(page.GetProperty("data").EnumerateArray().Select(u => u.Id()));
            if (!page.GetProperty("has_next").GetBoolean()) break;
        }

        Assert.Equal(made, listed);
    }

    [Fact]
    public async Task What_a_change_leaves_out_stays()
    {
        var alice = await api.NewUserAsync(quotaBytes: 1_000);
        var admin = await api.Service.AdministratorAsync();

        var changed = await (await admin.PatchAsync($"/v1/admin/users/{alice.Id}", new { storage_quota_bytes = 5_000 })).SucceededAsync();
        var renamed = await (await admin.PatchAsync($"/v1/admin/users/{alice.Id}", new { display_name = "Alice", role = (string?)null })).SucceededAsync();

        Assert.Equal(5_000, changed.GetProperty("storage_quota_bytes").GetInt64());
        Assert.Equal((5_000, "user", "Alice"), (renamed.GetProperty("storage_quota_bytes").GetInt64(), renamed.Text("role"), renamed.Text("display_name")));
        Assert.False(renamed.GetProperty("disabled").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/v1/users/me")).StatusCode);
    }

    [Fact]
    public async Task An_unknown_account_is_not_found()
    {
        var admin = await api.Service.AdministratorAsync();

        await (await admin.GetAsync("/v1/admin/users/999999999")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await admin.PatchAsync("/v1/admin/users/999999999", new { disabled = true })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("GET", "/v1/admin/users")]
    [InlineData("GET", "/v1/admin/users/1")]
    [InlineData("POST", "/v1/admin/users")]
    [InlineData("PATCH", "/v1/admin/users/1")]
    public async Task Administration_is_closed_to_users_and_strangers(string method, string path)
    {
        var alice = await api.NewUserAsync();
        using var nobody = api.Service.Anonymous();

        await (await alice.SendAsync(new(method), path, Body(), null)).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
        using var request = new HttpRequestMessage(new(method), path) { Content = Body() };
        await (await nobody.SendAsync(request)).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = 'intruder@example.com'"));
        StringContent? Body() => method == "GET" ? null
            : new StringContent(method == "POST" ? """{"email": "intruder@example.com", "password": "correct horse"}""" : """{"role": "administrator"}""", null, "application/json");
    }
}
