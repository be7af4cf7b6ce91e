using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Users;

public class LastAdministratorTests(Api api)
{
    [Fact]
    public async Task The_last_administrator_is_neither_demoted_nor_disabled()
    {
        await using var service = await api.StartAsync();
        var admin = await service.AdministratorAsync();

        await (await ChangeAsync(admin, admin, new { role = "user" })).IsProblemAsync(HttpStatusCode.Conflict, "last_administrator");
        await (await ChangeAsync(admin, admin, new { disabled = true })).IsProblemAsync(HttpStatusCode.Conflict, "last_administrator");

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/v1/admin/users")).StatusCode);
    }

    [Fact]
    public async Task A_disabled_administrator_does_not_count()
    {
        await using var service = await api.StartAsync();
        var admin = await service.AdministratorAsync();
        var other = await service.NewUserAsync();
        await (await ChangeAsync(admin, other, new { role = "administrator" })).SucceededAsync();
        await (await ChangeAsync(admin, other, new { disabled = true })).SucceededAsync();

        await (await ChangeAsync(admin, admin, new { role = "user" })).IsProblemAsync(HttpStatusCode.Conflict, "last_administrator");
    }

    [Fact]
    public async Task Two_administrators_who_demote_each_other_at_once_leave_one()
    {
        await using var service = await api.StartAsync();
        var admin = await service.AdministratorAsync();
        var other = await service.NewUserAsync();
        await (await ChangeAsync(admin, other, new { role = "administrator" })).SucceededAsync();
        // Neither can commit, whose last statement writes its event: so they meet. The sequencer waits with them.
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = connection.CreateCommand())
        {
            hold.CommandText = "LOCK TABLE events IN SHARE MODE";
            await hold.ExecuteNonQueryAsync();
        }

        var demotions = new[] { ChangeAsync(admin, other, new { role = "user" }), ChangeAsync(other, admin, new { role = "user" }) };
        await Eventually.WaitForLockAsync(service, 3);
        await transaction.CommitAsync();
        var responses = await Task.WhenAll(demotions);

        Assert.Single(responses, r => r.StatusCode == HttpStatusCode.OK);
        Assert.Single(responses, r => r.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.Forbidden);
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM users WHERE role = 'administrator'"));
    }

    [Fact]
    public async Task Who_was_demoted_while_waiting_for_the_lock_changes_nothing()
    {
        await using var service = await api.StartAsync();
        var admin = await service.AdministratorAsync();
        var (other, third) = (await service.NewUserAsync(), await service.NewUserAsync());
        await (await ChangeAsync(admin, other, new { role = "administrator" })).SucceededAsync();
        await using var holder = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(8301202600000003)");

        var change = ChangeAsync(other, third, new { role = "administrator" });
        await Eventually.WaitForLockAsync(service);
        await holder.RunAsync("UPDATE users SET role = 'user' WHERE id = $1", other.Id);
        await holder.CommitAsync();

        await (await change).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM users WHERE role = 'administrator'"));
    }

    [Fact]
    public async Task Nobody_else_gets_as_far_as_a_bad_password()
    {
        var alice = await api.NewUserAsync();

        await (await alice.PostAsync("/v1/admin/users", new { email = "x@example.com", password = "short" })).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
        await (await ChangeAsync(alice, alice, new { password = "short" })).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
    }

    private static Task<HttpResponseMessage> ChangeAsync(TestUser by, TestUser user, object change) => by.PatchAsync($"/v1/admin/users/{user.Id}", change);
}
