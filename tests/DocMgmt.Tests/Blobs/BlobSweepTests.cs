using DocMgmt.Drive.Blobs;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Blobs;

/// <summary>When contents end that nothing refers to, and when their bytes go.</summary>
public class BlobSweepTests(Api api)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1), Hour = TimeSpan.FromHours(1);
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task A_content_ends_a_day_after_its_last_reference_and_its_bytes_minutes_later()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var kept = TestUser.NewContent();
        await alice.UploadAsync("kept", kept);
        await alice.LoseAsync(content);

        service.Clock.Advance(Day - Hour);
        Assert.Equal(0, await service.RunJobAsync("blob-sweep"));
        Assert.Equal((0, 0), await service.ReferencesAsync(content));

        service.Clock.Advance(Hour + Hour);
        Assert.Equal(1, await service.RunJobAsync("blob-sweep"));
        Assert.Equal((0, null), await service.ReferencesAsync(content));
        Assert.Single(service.Published(content)); // somebody may have looked the key up just now

        service.Clock.Advance(service.Services.GetRequiredService<BlobRetention>().DeletionDelay);
        Assert.Equal(1, await service.RunJobAsync("blob-sweep"));
        Assert.Empty(service.Published(content));
        Assert.Single(service.Published(kept));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions"));
    }

    [Fact]
    public async Task A_new_reference_stops_the_time_and_the_next_loss_starts_it_again()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        await alice.LoseAsync(content);
        service.Clock.Advance(Day - Hour);
        using var again = await service.SignInAsync(alice.Email);
        await again.LoseAsync(content);

        service.Clock.Advance(Hour + Hour);
        Assert.Equal(0, await service.RunJobAsync("blob-sweep"));
        Assert.Single(service.Published(content));

        service.Clock.Advance(Day);
        Assert.Equal(1, await service.RunJobAsync("blob-sweep"));
    }

    /// <summary>The counts may be wrong, by a defect or a restored backup: what a version refers to never ends.</summary>
    [Fact]
    public async Task A_count_that_says_nothing_refers_to_a_content_is_not_believed_but_set_right()
    {
        await using var service = await api.StartAsync("Blobs__GraceHours=0");
        var (alice, other) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = await alice.UploadAsync("a", content);
        await alice.LoseAsync(other);
        await service.ExecuteAsync("UPDATE blobs SET ref_count = 0, orphaned_at = now() - interval '1 year'");

        Assert.Equal(2, await service.RunJobAsync("blob-sweep"));

        Assert.Equal((1, 1), await service.ReferencesAsync(content));
        Assert.Equal((0, null), await service.ReferencesAsync(other));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
    }

    /// <summary>A row that is wrong keeps neither a purge nor a sweep from all that comes after it.</summary>
    [Fact]
    public async Task What_is_wrong_with_one_content_does_not_stop_the_others()
    {
        await using var service = await api.StartAsync("Blobs__GraceHours=0");
        var (alice, other) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a", content)).Id();
        await service.ExecuteAsync("UPDATE blobs SET ref_count = 0");
        await service.ExecuteAsync("INSERT INTO blob_deletions (store, key, due_at) SELECT store, key, now() + interval '1 day' FROM blobs");
        await alice.TrashAsync(file);
        await alice.PurgeAsync(file);
        await alice.LoseAsync(other);

        await service.RunJobAsync("blob-sweep");

        Assert.Equal((0, null), await service.ReferencesAsync(content));
        Assert.Equal((0, null), await service.ReferencesAsync(other));
    }

    [Fact]
    public async Task Bytes_that_cannot_be_deleted_now_stay_noted_and_are_deleted_by_the_next_run()
    {
        await using var service = await api.StartAsync(HookedStore.Add, "Blobs__GraceHours=0");
        var alice = await service.NewUserAsync();
        await alice.LoseAsync(content);
        await service.RunJobAsync("blob-sweep");
        service.Clock.Advance(service.Services.GetRequiredService<BlobRetention>().DeletionDelay);
        HookedStore.Of(service).Deleting = _ => throw new IOException("The disk is away.");

        Assert.Equal(0, await service.RunJobAsync("blob-sweep"));
        Assert.Single(service.Published(content));

        HookedStore.Of(service).Deleting = _ => Task.CompletedTask;
        Assert.Equal(1, await service.RunJobAsync("blob-sweep"));
        Assert.Empty(service.Published(content));
    }

    [Fact]
    public async Task A_key_that_a_blob_has_is_never_deleted_whatever_is_noted()
    {
        await using var service = await api.StartAsync("Blobs__GraceHours=0");
        var alice = await service.NewUserAsync();
        var file = await alice.UploadAsync("a", content);
        await service.ExecuteAsync("INSERT INTO blob_deletions (store, key, due_at) SELECT store, key, now() - interval '1 day' FROM blobs");

        await service.RunJobAsync("blob-sweep");

        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
    }

    [Fact]
    public async Task The_storage_report_adds_up()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, admin) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.AdministratorAsync());
        var (shared, old, trashed, lost) = (TestUser.NewContent(1_000), TestUser.NewContent(200), TestUser.NewContent(30), TestUser.NewContent(4));
        await alice.UploadAsync("shared", shared);
        await bob.UploadAsync("shared", shared);
        await alice.UploadAsync("versions", old);
        await alice.UploadAsync("versions", shared);
        await alice.TrashAsync((await alice.UploadAsync("trashed", trashed)).Id());
        await alice.LoseAsync(lost);
        await bob.SendAsync("pending", TestUser.NewContent(50_000));

        var storage = await admin.GetJsonAsync("/v1/admin/storage");

        Assert.Equal((3_230, 5), (Number("logical_bytes"), Number("version_count")));
        Assert.Equal((1_234, 4), (Number("physical_bytes"), Number("blob_count")));
        Assert.Equal(2_000, Number("deduplicated_bytes"));
        Assert.Equal(30, Number("trash_bytes"));
        Assert.Equal(200, Number("old_version_bytes"));
        Assert.Equal(50_000, Number("staged_bytes"));
        Assert.Equal((4, 1), (Number("reclaimable_bytes"), Number("reclaimable_blobs")));
        Assert.Equal((0, 0), (Number("deleting_bytes"), Number("damaged_blobs")));
        var from = storage.GetProperty("reclaimable_from").GetDateTime();
        Assert.InRange(from, DateTimeOffset.UtcNow.UtcDateTime.AddHours(23), DateTimeOffset.UtcNow.UtcDateTime.AddHours(24));

        service.Clock.Advance(Day + Hour);
        await service.RunJobAsync("blob-sweep");
        storage = await (await service.SignInAsync(TestService.AdminEmail)).GetJsonAsync("/v1/admin/storage");
        Assert.Equal((0, 4, 1_230), (Number("reclaimable_bytes"), Number("deleting_bytes"), Number("physical_bytes")));

        long Number(string name) => storage.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task Only_administrators_see_the_storage()
    {
        var alice = await api.NewUserAsync();

        await (await alice.GetAsync("/v1/admin/storage")).IsProblemAsync(System.Net.HttpStatusCode.Forbidden, "administrator_required");
    }
}
