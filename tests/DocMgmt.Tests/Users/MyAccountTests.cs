using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Users;

public class MyAccountTests(Api api)
{
    [Fact]
    public async Task My_account_tells_what_my_drive_holds()
    {
        var alice = await api.NewUserAsync(quotaBytes: 5_000);
        await alice.UploadAsync("a.bin", TestUser.NewContent(1_234));

        var response = await alice.GetAsync("/v1/users/me");

        var me = await response.SucceededAsync();
        Assert.Equal((5_000, 1_234), (me.GetProperty("storage_quota_bytes").GetInt64(), me.GetProperty("storage_used_bytes").GetInt64()));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task I_change_my_name_and_nothing_else()
    {
        var alice = await api.NewUserAsync();

        var changed = await (await alice.PatchAsync("/v1/users/me", new { display_name = "Alice" })).SucceededAsync();

        Assert.Equal("Alice", changed.Text("display_name"));
        Assert.Equal("Alice", (await alice.GetJsonAsync("/v1/users/me")).Text("display_name"));
        foreach (var more in new object[] { new { role = "administrator" }, new { storage_quota_bytes = 1L << 50 }, new { disabled = false }, new { email = "x@example.com" } })
            await (await alice.PatchAsync("/v1/users/me", more)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData(null)]
    public async Task A_name_that_is_none_is_refused(string? name)
    {
        var alice = await api.NewUserAsync();

        var problem = await (await alice.PatchAsync("/v1/users/me", new { display_name = name })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.True(problem.GetProperty("errors").TryGetProperty("display_name", out _));
    }

    [Fact]
    public async Task A_new_password_takes_the_old_one_s_place()
    {
        var alice = await api.NewUserAsync();

        await (await ChangeAsync(alice, TestService.Password, "another long one")).SucceededAsync();

        using var http = api.Service.Anonymous("127.0.0.77");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.LogInAsync(alice.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.LogInAsync(alice.Email, "another long one")).StatusCode);
    }

    [Theory]
    [InlineData("wrong", "another long one", "current_password")]
    [InlineData(TestService.Password, "short", "new_password")]
    [InlineData(TestService.Password, null, "new_password")]
    public async Task A_change_of_password_needs_the_old_one_and_a_good_new_one(string current, string? fresh, string field)
    {
        var alice = await api.NewUserAsync();

        var problem = await (await ChangeAsync(alice, current, fresh)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
        await api.Service.SignInAsync(alice.Email);
    }

    private static Task<HttpResponseMessage> ChangeAsync(TestUser user, string current, string? fresh) =>
        user.PostAsync("/v1/users/me/password", new { current_password = current, new_password = fresh });
}
