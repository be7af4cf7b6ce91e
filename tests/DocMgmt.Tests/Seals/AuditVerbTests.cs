using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Hosting;

namespace DocMgmt.Tests.Seals;

/// <summary>Verifying and erasing as verbs of the host, in processes of their own.</summary>
public class AuditVerbTests(Api api)
{
    [Fact]
    public async Task It_says_which_event_is_not_what_was_sealed_and_by_its_exit_code_that_one_is()
    {
        await using var service = await api.StartAsync();
        await service.PauseJobsAsync();
        var alice = await service.NewUserAsync();
        await alice.CreateFolderAsync("Work");
        await service.SealAsync();

        var intact = await RunAsync(service, "verify");
        Assert.Equal((0, ""), (intact.Code, intact.Errors));
        Assert.Contains("All is as it was sealed.", intact.Output, StringComparison.Ordinal);
        var last = intact.Output.Split('\n').Single(l => l.StartsWith("The last seal", StringComparison.Ordinal)).Split(' ')[^1].Trim();
        Assert.Equal(0, (await RunAsync(service, "verify", "--since", last)).Code);

        await service.ExecuteAsync("UPDATE events SET action = 'read' WHERE position = 2");
        var changed = await RunAsync(service, "verify");
        Assert.Equal(1, changed.Code);
        Assert.Contains($"changed: Event {await service.ScalarAsync<long>("SELECT id FROM events WHERE position = 2")} at position 2 was changed.", changed.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await RunAsync(service, "verify", "--json")).Output).RootElement;
        Assert.Equal(("changed", 2), (json.GetProperty("findings")[0].Text("kind"), json.GetProperty("findings")[0].GetProperty("position").GetInt64()));
        Assert.Equal(1, (await RunAsync(service, "verify", "--since", $"1:{new string('0', 64)}")).Code);
        Assert.Equal(2, (await RunAsync(service, "verify", "--since", "yesterday")).Code);
    }

    [Fact]
    public async Task It_erases_what_the_log_tells_of_a_person()
    {
        await using var service = await api.StartAsync();
        await service.PauseJobsAsync();
        var alice = await service.NewUserAsync();
        await alice.CreateFolderAsync("Work");
        await service.SealAsync();

        var erased = await RunAsync(service, "erase", $"{alice.Id}");

        Assert.Equal((0, "The details of 2 events are erased."), (erased.Code, erased.Output.Trim())); // her log-in and the folder
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE user_id = $1 AND (ip_address IS NOT NULL OR metadata <> '{}')", alice.Id));
        Assert.Contains("The details of 2 were erased, as a seal says.", (await RunAsync(service, "verify")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(service, "erase", "alice")).Code);
    }

    private static Task<VerbProcess> RunAsync(TestService service, params string[] arguments) => VerbProcess.RunAsync(
        service.DataDirectory, ["audit", .. arguments, $"--ConnectionStrings:Postgres={service.ConnectionString}"]);
}
