using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>A command that the database chose as a victim of others starts over, from the beginning, and not for ever.</summary>
public class RetryTests(Api api)
{
    [Theory]
    [InlineData("40P01")]
    [InlineData("40001")]
    public async Task A_victim_starts_over_and_does_its_work_once(string state)
    {
        await using var service = await FailingAsync(state, times: 2);
        var alice = await service.NewUserAsync();

        var made = await alice.PostJsonAsync("/v1/items", new { item_name = "victim", type = "folder" });

        Assert.Equal(3, await service.ScalarAsync<long>("SELECT last_value FROM tries"));
        Assert.Equal(made.Id(), (await alice.GetJsonAsync("/v1/items")).GetProperty("data")[0].Id());
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'create' AND item_id = $1", made.Id()));
    }

    [Fact]
    public async Task A_victim_each_time_is_asked_to_come_again()
    {
        await using var service = await FailingAsync("40P01", times: 1_000);
        var alice = await service.NewUserAsync();

        var response = await alice.PostAsync("/v1/items", new { item_name = "victim", type = "folder" });

        await response.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(5, await service.ScalarAsync<long>("SELECT last_value FROM tries"));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'create' AND user_id = $1", alice.Id));
    }

    [Fact]
    public async Task Any_other_failure_is_not_tried_again()
    {
        await using var service = await FailingAsync("22012", times: 1);
        var alice = await service.NewUserAsync();

        var response = await alice.PostAsync("/v1/items", new { item_name = "victim", type = "folder" });

        await response.IsProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT last_value FROM tries"));
    }

    /// <summary>A service whose database refuses to write the item "victim" the first times.</summary>
    private async Task<TestService> FailingAsync(string state, int times)
    {
        var service = await api.StartAsync();
        await service.ExecuteAsync("CREATE SEQUENCE tries");
        await service.ExecuteAsync($"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF nextval('tries') <= {times} THEN RAISE EXCEPTION 'chosen' USING ERRCODE = '{state}'; END IF;
              RETURN NEW;
            END $$
            """);
        await service.ExecuteAsync("CREATE TRIGGER fail BEFORE INSERT ON items FOR EACH ROW WHEN (NEW.name = 'victim') EXECUTE FUNCTION fail()");
        return service;
    }
}
