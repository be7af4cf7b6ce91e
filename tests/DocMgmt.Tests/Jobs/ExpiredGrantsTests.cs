using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Jobs;

public class ExpiredGrantsTests(Api api)
{
    [Fact]
    public async Task Permissions_go_once_they_have_expired()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var now = service.Clock.GetUtcNow().UtcDateTime;
        await service.GrantAsync(await alice.CreateFolderAsync("over"), bob, 1, now.AddMinutes(-1));
        await service.GrantAsync(await alice.CreateFolderAsync("lasting"), bob, 1, now.AddHours(1));
        await service.GrantAsync(await alice.CreateFolderAsync("endless"), bob, 1);

        var job = await service.RunToEndAsync("expired-grants");

        Assert.Equal(1, job.Count("permissions"));
        Assert.Equal(2, await service.ScalarAsync<long>("SELECT count(*) FROM permissions WHERE expires_at IS NULL OR expires_at > $1", now));
        Assert.Equal(2, await service.ScalarAsync<long>("SELECT count(*) FROM permissions"));
    }

    [Fact]
    public async Task Batches_follow_each_other_until_nothing_is_left()
    {
        await using var service = await api.StartAsync();
        await service.ExecuteAsync("INSERT INTO jobs (kind, maintenance, state, created_at, finished_at) SELECT 'copy', false, 'succeeded', $1, $1 FROM generate_series(1, 1201)",
            service.Clock.GetUtcNow().UtcDateTime.AddDays(-31));

        Assert.Equal(1_200, (await service.RunToEndAsync("expired-grants")).Count("jobs"));
    }

    [Fact]
    public async Task Jobs_are_forgotten_after_30_days_but_for_the_last_of_each_kind()
    {
        await using var service = await api.StartAsync();
        var now = service.Clock.GetUtcNow().UtcDateTime;
        foreach (var (kind, days) in new[] { ("copy", 40), ("copy", 31), ("copy", 29), ("planted", 50), ("planted", 45) }) // nobody carries out what is planted: what is queued stays so
            await service.ExecuteAsync("INSERT INTO jobs (kind, maintenance, state, created_at, finished_at) VALUES ($1, false, 'succeeded', $2, $2)", kind, now.AddDays(-days));
        await service.ExecuteAsync("INSERT INTO jobs (kind, maintenance, state, created_at) VALUES ('planted', false, 'queued', $1)", now.AddDays(-40));

        await service.RunToEndAsync("expired-grants");

        Assert.Equal("copy 29, planted 45", await service.ScalarAsync<string>("""
            SELECT string_agg(kind || ' ' || extract(day FROM $1 - finished_at), ', ' ORDER BY kind) FROM jobs WHERE kind IN ('copy', 'planted') AND finished_at IS NOT NULL
            """, now));
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = 'queued'"));
    }
}
