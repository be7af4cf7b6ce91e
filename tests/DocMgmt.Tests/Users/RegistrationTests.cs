using System.Net;
using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Users;

public class RegistrationTests(Api api)
{
    [Fact]
    public async Task Nobody_registers_where_that_is_closed()
    {
        using var http = api.Service.Anonymous();

        await (await RegisterAsync(http, "somebody@example.com")).IsProblemAsync(HttpStatusCode.Forbidden, "registration_closed");
    }

    [Fact]
    public async Task Where_it_is_open_anybody_makes_an_account_with_the_installation_s_quota()
    {
        await using var service = await api.StartAsync("Auth__Registration=Open", "Users__DefaultQuotaBytes=777");
        using var http = service.Anonymous();

        var response = await RegisterAsync(http, "Somebody@Example.com");

        var made = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(("somebody@example.com", "somebody", "user", 777),
            (made.Text("email"), made.Text("display_name"), made.Text("role"), made.GetProperty("storage_quota_bytes").GetInt64()));
        await (await service.SignInAsync("somebody@example.com")).CreateFolderAsync("mine");
        await (await RegisterAsync(http, "somebody@example.com")).IsProblemAsync(HttpStatusCode.Conflict, "email_taken");
    }

    [Fact]
    public async Task Nobody_makes_themselves_an_administrator()
    {
        await using var service = await api.StartAsync("Auth__Registration=Open");
        using var http = service.Anonymous();

        var response = await http.PostAsJsonAsync("/v1/auth/register", new { email = "a@example.com", password = TestService.Password, role = "administrator" });

        var problem = await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.True(problem.GetProperty("errors").TryGetProperty("role", out _));
    }

    private static Task<HttpResponseMessage> RegisterAsync(HttpClient http, string email) =>
        http.PostAsJsonAsync("/v1/auth/register", new { email, password = TestService.Password });
}
