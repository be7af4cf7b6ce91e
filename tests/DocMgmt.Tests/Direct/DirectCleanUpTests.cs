using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Direct;

/// <summary>What is left of uploads that went straight to the store, and how it goes.</summary>
public class DirectCleanUpTests(Api api)
{
    [Fact]
    public async Task What_is_given_up_or_expires_leaves_nothing()
    {
        await using var service = await DirectService.StartAsync(api);
        var alice = await service.NewUserAsync();
        foreach (var announces in new[] { true, false })
        {
            var content = TestUser.NewContent();
            var given = await alice.BeginAsync("a.bin", content, announces);
            await given.SendAsync(content);
            (await alice.DeleteAsync($"/v1/files/upload/{given.VersionId()}")).EnsureSuccessStatusCode();
            Assert.Empty(service.Store.List("incoming/"));
            Assert.Empty(service.Published(content));
            await given.SendAsync(content); // whoever still has the URL
            await (await alice.BeginAsync("b.bin", content, announces)).SendAsync(content);
        }

        await service.DoctorAsync();
        service.Clock.Advance(TimeSpan.FromHours(25));
        await service.RunJobAsync("stale-uploads");
        service.Clock.Advance(TimeSpan.FromHours(26));
        await service.RunJobAsync("blob-sweep");

        Assert.Empty(service.Store.List("blobs/"));
        Assert.Empty((await service.MendAsync()).Findings);
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions"));
    }

    /// <summary>That clients had URLs for a blob's key is known for as long as one could be good, and the note takes no blob away.</summary>
    [Fact]
    public async Task A_place_is_noted_for_as_long_as_somebody_could_send_to_it()
    {
        await using var service = await DirectService.StartAsync(api);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        await alice.SendStraightAsync("a.bin", content);
        var due = await service.ScalarAsync<DateTime>("SELECT due_at FROM blob_deletions WHERE is_place");
        Assert.InRange(due - service.Clock.GetUtcNow().UtcDateTime, TimeSpan.FromHours(25), TimeSpan.FromHours(50));

        service.Clock.Advance(due - service.Clock.GetUtcNow().UtcDateTime - TimeSpan.FromSeconds(1));
        await service.RunJobAsync("blob-sweep");
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions"));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        await service.RunJobAsync("blob-sweep");

        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions"));
        Assert.Single(service.Published(content));
        Assert.Empty((await service.MendAsync()).Findings);
    }
}
