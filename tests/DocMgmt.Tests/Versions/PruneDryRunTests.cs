using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>The dry run tells exactly what the next run deletes.</summary>
public class PruneDryRunTests(Api api)
{
    [Fact]
    public async Task It_tells_what_would_go_and_changes_nothing()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var below = await alice.CreateFolderAsync("below", top);
        var (a, b) = (await alice.UploadManyAsync("a", top, 3), await alice.UploadManyAsync("b", below, 4));
        await alice.UploadManyAsync("beside", null, 3);
        await (await alice.SetPolicyAsync(below, new { keep_newest = 3 })).SucceededAsync();
        var before = await Snapshot.OfAsync(service);

        var run = await (await alice.TryPolicyAsync(top, new { keep_newest = 2 })).SucceededAsync();

        Assert.Equal((2, 2, 200), (run.GetProperty("files").GetInt32(), run.GetProperty("versions").GetInt32(), run.GetProperty("bytes").GetInt32()));
        Assert.Equal((2, JsonValueKind.Null), (run.GetProperty("keep_newest").GetInt32(), run.GetProperty("keep_daily_days").ValueKind));
        Assert.Equal([(a, 1), (b, 1)], Told(run));
        Assert.Equal("a", run.GetProperty("examples")[0].Text("item_name"));
        await before.IsUnchangedAsync();
    }

    [Fact]
    public async Task Without_a_body_it_is_about_the_policy_in_effect()
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var folder = await alice.CreateFolderAsync("F", top);
        var file = await alice.UploadManyAsync("a", folder, 3);

        var none = await (await alice.TryPolicyAsync(folder)).SucceededAsync();
        await (await alice.SetPolicyAsync(top, new { keep_newest = 2 })).SucceededAsync();
        var inherited = await (await alice.TryPolicyAsync(folder, new { })).SucceededAsync();

        Assert.Equal((JsonValueKind.Null, 0), (none.GetProperty("keep_newest").ValueKind, none.GetProperty("versions").GetInt32()));
        Assert.Equal((2, 1), (inherited.GetProperty("keep_newest").GetInt32(), inherited.GetProperty("versions").GetInt32()));
        Assert.Equal([(file, 1)], Told(inherited));
    }

    [Fact]
    public async Task What_is_pruned_is_what_the_dry_run_said_in_any_forest()
    {
        await using var service = await api.StartAsync();
        var seed = Random.Shared.Next();
        for (var round = 0; round < 3; round++) await ForestAsync(service, seed + round);
        await service.DoctorAsync();
    }

    private static async Task ForestAsync(TestService service, int seed)
    {
        var alice = await service.NewUserAsync();
        var forest = new VersionForest(alice, new(seed));
        await forest.PlantAsync(folderCount: 14, fileCount: 60, policyCount: 5);
        var (folder, supposed) = (forest.AnyFolder(), forest.AnyPolicy());
        var now = service.Clock.GetUtcNow().UtcDateTime;

        var body = new { keep_newest = supposed.KeepNewest, keep_daily_days = supposed.KeepDailyDays };
        var tried = await (await alice.TryPolicyAsync(folder, body)).SucceededAsync();
        AssertTold(forest.Doomed(folder, now, supposed), tried, seed);
        await forest.SetAsync(folder, supposed);
        var whole = await (await alice.TryPolicyAsync(forest.Root)).SucceededAsync();
        var doomed = forest.Doomed(forest.Root, now);
        AssertTold(doomed, whole, seed);
        var (before, used) = (await AllAsync(service, alice), await alice.UsedBytesAsync());

        Assert.Equal(doomed.Count, await service.RunJobAsync("version-pruning"));

        var left = await AllAsync(service, alice);
        Assert.True(before.Except(left).Order().SequenceEqual(doomed), $"Seed {seed}: other versions were pruned than those that are doomed.");
        Assert.Equal(whole.GetProperty("bytes").GetInt64(), used - await alice.UsedBytesAsync());
    }

    private static void AssertTold(List<(long, int)> doomed, JsonElement run, int seed)
    {
        Assert.True(Told(run).SequenceEqual(doomed.Take(100)), $"Seed {seed}: {run} is not {string.Join(' ', doomed)}");
        var files = doomed.Select(d => d.Item1).Distinct().Count();
        Assert.Equal((doomed.Count, files), (run.GetProperty("versions").GetInt32(), run.GetProperty("files").GetInt32()));
    }

    private static IEnumerable<(long, int)> Told(JsonElement run) =>
        run.GetProperty("examples").EnumerateArray().Select(e => (e.GetProperty("item_id").GetInt64(), e.GetProperty("version_number").GetInt32()));

    private static async Task<List<(long, int)>> AllAsync(TestService service, TestUser user)
    {
        var all = new List<(long, int)>();
        await using var command = service.Database.CreateCommand(
            "SELECT v.item_id, v.version_number FROM versions v JOIN drives d ON d.id = v.drive_id WHERE d.owner_id = $1");
        command.Parameters.Add(new() { Value = user.Id });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) all.Add((reader.GetInt64(0), reader.GetInt32(1)));
        return all;
    }
}
