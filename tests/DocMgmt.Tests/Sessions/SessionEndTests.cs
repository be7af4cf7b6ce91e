using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Sessions;

/// <summary>What ends a session ends it with the very next request, on tokens that were issued before.</summary>
public class SessionEndTests(Api api)
{
    [Fact]
    public async Task Signing_out_ends_this_session_and_no_other()
    {
        var alice = await api.NewUserAsync();
        var elsewhere = await api.Service.SignInAsync(alice.Email);

        await (await alice.PostAsync("/v1/auth/logout", new { })).SucceededAsync();

        await IsOutAsync(alice);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/v1/users/me")).StatusCode);
    }

    [Fact]
    public async Task A_disabled_user_is_out_at_once_and_stays_out_when_enabled_again()
    {
        var alice = await api.NewUserAsync();
        var elsewhere = await api.Service.SignInAsync(alice.Email);

        await AdministerAsync(alice, new { disabled = true });

        await IsOutAsync(alice);
        await IsOutAsync(elsewhere);
        await AdministerAsync(alice, new { disabled = false });
        await IsOutAsync(alice);
        Assert.Equal(HttpStatusCode.OK, (await (await api.Service.SignInAsync(alice.Email)).GetAsync("/v1/users/me")).StatusCode);
    }

    [Fact]
    public async Task Even_a_session_that_was_not_ended_is_nothing_to_a_disabled_user()
    {
        var alice = await api.NewUserAsync();

        await api.Service.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE id = $1", alice.Id);

        await IsOutAsync(alice);
        await (await alice.PostAsync("/v1/items", new { item_name = "x", type = "folder" })).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
    }

    [Fact]
    public async Task A_role_counts_from_the_next_request_on()
    {
        var alice = await api.NewUserAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await alice.GetAsync("/v1/admin/users")).StatusCode);

        await AdministerAsync(alice, new { role = "administrator" });
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/v1/admin/users")).StatusCode);

        await AdministerAsync(alice, new { role = "user" });
        Assert.Equal(HttpStatusCode.Forbidden, (await alice.GetAsync("/v1/admin/users")).StatusCode);
    }

    [Fact]
    public async Task A_new_password_ends_all_other_sessions_but_not_this_one()
    {
        var alice = await api.NewUserAsync();
        var elsewhere = await api.Service.SignInAsync(alice.Email);

        await (await alice.PostAsync("/v1/users/me/password", new { current_password = TestService.Password, new_password = "another long one" })).SucceededAsync();

        await IsOutAsync(elsewhere);
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/v1/users/me")).StatusCode);
        using var http = api.Service.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await http.RefreshAsync(alice.RefreshToken)).StatusCode);
    }

    [Fact]
    public async Task A_password_that_an_administrator_sets_ends_all_sessions()
    {
        var alice = await api.NewUserAsync();

        await AdministerAsync(alice, new { password = "another long one" });

        await IsOutAsync(alice);
        await api.Service.SignInAsync(alice.Email, "another long one");
    }

    private async Task AdministerAsync(TestUser user, object change) =>
        await (await (await api.Service.AdministratorAsync()).PatchAsync($"/v1/admin/users/{user.Id}", change)).SucceededAsync();

    private async Task IsOutAsync(TestUser user)
    {
        await (await user.GetAsync("/v1/users/me")).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
        using var http = api.Service.Anonymous();
        await (await http.RefreshAsync(user.RefreshToken)).IsProblemAsync(HttpStatusCode.Unauthorized, "refresh_token_invalid");
    }
}
