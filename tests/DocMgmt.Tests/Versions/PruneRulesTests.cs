using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>Which versions of a file the nightly pruning deletes, and which it leaves.</summary>
public class PruneRulesTests(Api api)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1), Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Without_a_policy_nothing_is_pruned()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = await alice.UploadAgedAsync("a", null, 900 * Day, 800 * Day, Day);

        Assert.Equal(0, await service.RunJobAsync("version-pruning"));

        Assert.Equal([1, 2, 3], await service.NumbersAsync(file));
    }

    [Fact]
    public async Task The_newest_stay_with_the_current_one_and_those_kept_forever_and_a_label_keeps_nothing()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var root = await service.RootAsync(alice);
        var file = await alice.UploadManyAsync("a", null, 6);
        var versions = await alice.VersionsAsync(file);
        await (await alice.UpdateVersionAsync(file, versions[5].Id(), new { keep_forever = true })).SucceededAsync();
        await (await alice.UpdateVersionAsync(file, versions[4].Id(), new { label = "final" })).SucceededAsync();
        var (before, tag) = (await alice.ItemAsync(file), await alice.TagAsync(file));
        await (await alice.SetPolicyAsync(root, new { keep_newest = 2 })).SucceededAsync();

        var job = await service.RunToEndAsync("version-pruning");

        Assert.Equal(3, job.Count("pruned"));
        Assert.Equal([1, 5, 6], await service.NumbersAsync(file));
        var after = await alice.ItemAsync(file);
        Assert.Equal((3, 300), (after.GetProperty("version_count").GetInt32(), await alice.UsedBytesAsync()));
        Assert.Equal(before.GetProperty("revision").GetInt64(), after.GetProperty("revision").GetInt64());
        Assert.Equal(before.Text("updated_at"), after.Text("updated_at"));
        await (await alice.IfMatchAsync(tag, HttpMethod.Patch, $"/v1/items/{file}", new { item_name = "b" })).SucceededAsync();
        var metadata = await service.ScalarAsync<string>(
            "SELECT metadata::text FROM events WHERE action = 'purge' AND item_id = $1 AND user_id IS NULL", file);
        Assert.Equal("""{"bytes": 300, "pruned": true, "versions": [2, 3, 4]}""", metadata);
        await service.DoctorAsync();
    }

    [Fact]
    public async Task The_last_version_of_each_of_the_last_days_stays_and_days_end_at_midnight_by_UTC()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var now = service.Clock.GetUtcNow().UtcDateTime;
        service.Clock.Advance(now.Date.AddDays(1).AddHours(12) - now); // noon: no test runs into midnight
        alice = await service.SignInAsync(alice.Email);
        var sinceMidnight = service.Clock.GetUtcNow().TimeOfDay;
        var file = await alice.UploadAgedAsync("a", null,
            sinceMidnight + (2 * Day) + Minute, // 1: the third day before: gone
            sinceMidnight + (2 * Day) - Minute, // 2: the first minute of a day that counts, and not the last version of it
            sinceMidnight + Day + Minute,       // 3: its last minute
            sinceMidnight + Day - Minute,       // 4: yesterday's first minute
            sinceMidnight + Minute,             // 5: yesterday's last minute
            sinceMidnight - Minute,             // 6: today's first minute, not the last
            TimeSpan.Zero);                     // 7: the current one
        await (await alice.SetPolicyAsync(await service.RootAsync(alice), new { keep_daily_days = 3 })).SucceededAsync();

        await service.RunJobAsync("version-pruning");
        Assert.Equal([3, 5, 7], await service.NumbersAsync(file));

        service.Clock.Advance(TimeSpan.FromHours(11.9));
        Assert.Equal(0, await service.RunJobAsync("version-pruning"));
        service.Clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal(1, await service.RunJobAsync("version-pruning"));
        Assert.Equal([5, 7], await service.NumbersAsync(file));
    }

    [Fact]
    public async Task Both_rules_keep_what_either_keeps()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = await alice.UploadAgedAsync("a", null, 9 * Day, 8 * Day, 1 * Day, TimeSpan.Zero, TimeSpan.Zero);
        await (await alice.SetPolicyAsync(await service.RootAsync(alice), new { keep_newest = 2, keep_daily_days = 2 })).SucceededAsync();

        Assert.Equal(2, await service.RunJobAsync("version-pruning"));

        Assert.Equal([3, 4, 5], await service.NumbersAsync(file));
    }
}
