using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

public class IntegrityScrubTests(Api api)
{
    [Fact]
    public async Task A_night_takes_so_many_and_no_more_and_the_next_goes_on()
    {
        await using var service = await api.StartAsync("Blobs__ScrubPerNight=4");
        var alice = await service.NewUserAsync();
        foreach (var n in Enumerable.Range(0, 6)) await alice.UploadAsync($"{n}.bin", TestUser.NewContent());
        var uploaded = await LastVerifiedAsync(service);

        var first = await service.RunToEndAsync("integrity-scrub");
        Assert.Equal((4, 4), (first.Count("verified"), first.GetProperty("total").GetInt64()));
        Assert.Equal(4, await VerifiedAfterAsync(service, uploaded));
        await service.RunToEndAsync("integrity-scrub");

        Assert.Equal(6, await VerifiedAfterAsync(service, uploaded));
    }

    [Fact]
    public async Task All_means_every_blob_once()
    {
        await using var service = await api.StartAsync("Blobs__ScrubPerNight=1");
        var alice = await service.NewUserAsync();
        foreach (var n in Enumerable.Range(0, 120)) await alice.UploadAsync($"{n}.bin", TestUser.NewContent(10));
        var uploaded = await LastVerifiedAsync(service);

        var job = await service.RunToEndAsync("integrity-scrub", new { all = true });

        Assert.Equal((120, 120), (job.Count("verified"), job.GetProperty("total").GetInt64()));
        Assert.Equal(120, await VerifiedAfterAsync(service, uploaded));
    }

    [Fact]
    public async Task Suspected_ones_come_first_and_are_cleared()
    {
        await using var service = await api.StartAsync("Blobs__ScrubPerNight=1");
        var (alice, suspected) = (await service.NewUserAsync(), TestUser.NewContent());
        await alice.UploadAsync("old.bin", TestUser.NewContent());
        await alice.UploadAsync("suspected.bin", suspected);
        await service.ExecuteAsync("UPDATE blobs SET suspected_at = created_at WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(suspected));
        var uploaded = await LastVerifiedAsync(service);

        await service.RunJobAsync("integrity-scrub");

        Assert.Equal(TestUser.Sha256(suspected), await service.ScalarAsync<string>("SELECT encode(sha256, 'hex') FROM blobs WHERE verified_at > $1", uploaded));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE suspected_at IS NOT NULL"));
    }

    [Fact]
    [Trait(TestStore.Trait, TestStore.Files)] // S3 has a test of its own
    public async Task A_store_that_is_away_fails_the_run_and_damages_nothing()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a.bin", content)).Id();
        var blobs = Path.Combine(service.DataDirectory, "blobs");
        Directory.Move(blobs, blobs + ".away");

        var job = await service.RunToEndAsync("integrity-scrub");

        Assert.Equal("failed", job.Text("state"));
        Assert.Contains("is the disk mounted?", job.GetProperty("errors")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("healthy", await service.StateAsync(content));
        Directory.Move(blobs + ".away", blobs);
        Assert.Equal(content, await alice.DownloadAsync(file));
    }

    [Fact]
    public async Task An_empty_disk_in_the_place_of_the_right_one_fails_the_run_and_damages_nothing()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        foreach (var n in Enumerable.Range(0, 12)) await alice.UploadAsync($"{n}.bin", TestUser.NewContent());
        foreach (var name in service.Store.List("blobs/")) service.Store.Delete(name);

        var job = await service.RunToEndAsync("integrity-scrub");

        Assert.Equal("failed", job.Text("state"));
        Assert.Contains("is it the right disk?", job.GetProperty("errors")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE state = 'damaged'"));
    }

    [Theory]
    [InlineData("UPDATE blobs SET key = left(key, -16) || '0123456789abcdef'")]
    [InlineData("DELETE FROM blobs WHERE ref_count = 0")]
    public async Task A_row_that_was_healed_or_swept_while_its_bytes_were_looked_at_is_left_alone(string meanwhile)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        await alice.UploadAsync("a.bin", content);
        await service.ExecuteAsync("UPDATE items SET current_version_id = NULL");
        await service.ExecuteAsync("DELETE FROM versions");
        await service.ExecuteAsync("UPDATE blobs SET ref_count = 0");
        service.Harm(content, Harm.Deleted);
        var opened = 0;
        HookedStore.Of(service).Opening = async (_, _) =>
        {
            if (++opened == 2) await service.ExecuteAsync(meanwhile);
        };

        var job = await service.RunToEndAsync("integrity-scrub");

        Assert.Equal(("succeeded", 1), (job.Text("state"), job.Count("changed")));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE state = 'damaged'"));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_in_the_middle_keeps_what_it_did()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        foreach (var n in Enumerable.Range(0, 60)) await alice.UploadAsync($"{n}.bin", TestUser.NewContent(10));
        var (uploaded, opened) = (await LastVerifiedAsync(service), 0);
        HookedStore.Of(service).Opening = (_, ct) => ++opened > 55 ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask;
        var job = await service.StartRunAsync("integrity-scrub");
        await Eventually.IsTrueAsync(() => opened > 55);

        await (await service.AdministratorAsync()).SendAsync(HttpMethod.Delete, $"/v1/jobs/{job}", null, null);
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<string>("SELECT state FROM jobs WHERE id = $1", job) == "cancelled");

        Assert.Equal(50, await VerifiedAfterAsync(service, uploaded));
    }

    private static Task<DateTime> LastVerifiedAsync(TestService service) => service.ScalarAsync<DateTime>("SELECT max(verified_at) FROM blobs");

    private static Task<long> VerifiedAfterAsync(TestService service, DateTime time) =>
        service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE verified_at > $1", time);
}
