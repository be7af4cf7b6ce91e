using System.Net;
using DocMgmt.Blobs;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

/// <summary>What clean-up does at each point where an upload may have died.</summary>
public class StagingSweepTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task Bytes_that_were_only_staged_go_when_they_are_old()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        HookedStore.Of(service).Staged = _ => throw new CrashException();
        await FailsAsync(alice);
        Assert.Single(service.Staging());

        Assert.Equal(0, await service.RunJobAsync("stale-uploads"));
        service.AgeStaging();
        Assert.Equal(1, await service.RunJobAsync("stale-uploads"));

        await IsGoneAsync(alice);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_that_were_not_committed_go(bool published)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, store) = (await service.NewUserAsync(), HookedStore.Of(service));
        if (published) store.Published = _ => throw new CrashException();
        else store.Publishing = _ => throw new CrashException();
        await FailsAsync(alice);
        Assert.Single(service.Staging());
        Assert.Equal(published ? 1 : 0, service.Published(content).Length);
        service.AgeStaging();

        await service.RunJobAsync("stale-uploads");

        await IsGoneAsync(alice);
    }

    [Fact]
    public async Task Bytes_that_were_committed_but_still_have_a_staging_name_keep_their_key()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        HookedStore.Of(service).Unstaging = _ => throw new IOException("The machine stopped.");
        var file = await alice.UploadAsync("a.bin", content); // the outcome stands
        Assert.Single(service.Staged(content));
        HookedStore.Of(service).Unstaging = _ => Task.CompletedTask;
        service.AgeStaging();

        Assert.Equal(1, await service.RunJobAsync("stale-uploads"));

        Assert.Empty(service.Staging());
        Assert.Single(service.Published(content));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
    }

    [Fact]
    public async Task A_second_copy_that_died_before_it_was_dropped_goes_and_the_first_one_stays()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        var file = await alice.UploadAsync("a.bin", content);
        HookedStore.Of(service).Published = _ => throw new CrashException();
        await FailsAsync(alice);
        Assert.Equal(2, service.Published(content).Length);
        service.AgeStaging();

        await service.RunJobAsync("stale-uploads");

        Assert.Single(service.Published(content));
        Assert.Empty(service.Staging());
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
    }

    [Fact]
    public async Task Bytes_of_a_pending_upload_stay_until_it_expires()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        var (kept, expired) = (await alice.SendAsync("a.bin", content), TestUser.NewContent());
        await alice.SendAsync("b.bin", expired);
        await service.ExecuteAsync("UPDATE uploads SET expires_at = now() WHERE item_name = 'b.bin'");
        HookedStore.Of(service).Published = _ => throw new CrashException();
        await (await alice.CompleteAsync(kept.VersionId)).IsProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        HookedStore.Of(service).Published = _ => Task.CompletedTask;
        service.AgeStaging();

        await service.RunJobAsync("stale-uploads");

        Assert.Empty(service.Staged(expired));
        Assert.Single(service.Staged(content));
        await alice.VersionAsync(kept);
        Assert.Equal(content, await alice.DownloadAsync(kept.ItemId));
        Assert.Empty(service.Staging());
    }

    [Fact]
    public async Task A_disk_that_is_full_is_told_as_such_and_leaves_nothing()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        HookedStore.Of(service).Publishing = _ => throw new BlobStoreFullException(new IOException("No space left on device"));

        await (await alice.PutContentAsync("a.bin", content)).IsProblemAsync(HttpStatusCode.InsufficientStorage, "storage_full");

        service.AgeStaging();
        await service.RunJobAsync("stale-uploads");
        await IsGoneAsync(alice);
    }

    [Fact]
    public async Task Bytes_that_are_not_where_they_should_be_are_not_an_internal_error()
    {
        var alice = await api.NewUserAsync();
        var file = await alice.UploadAsync("a.bin", content);
        alice.Service.Store.Delete(alice.Service.Published(content).Single());

        var response = await alice.GetAsync($"/v1/files/{file.Id()}/download");

        await response.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    private async Task FailsAsync(TestUser user) =>
        await (await user.PutContentAsync("broken.bin", content)).IsProblemAsync(HttpStatusCode.InternalServerError, "internal_error");

    private async Task IsGoneAsync(TestUser user)
    {
        Assert.Empty(user.Service.Staging());
        Assert.Empty(user.Service.Published(content));
        Assert.Equal((0, null), await user.Service.ReferencesAsync(content));
        Assert.Equal(0, await user.UsedBytesAsync());
    }

    /// <summary>Stands for a process that died: nobody catches it.</summary>
    private sealed class CrashException() : Exception("The process died here.");
}
