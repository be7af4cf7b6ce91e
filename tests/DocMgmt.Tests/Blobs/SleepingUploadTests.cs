using System.Net;
using DocMgmt.Blobs;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

/// <summary>A machine may be suspended in the middle of an upload, and clean-up take its bytes for abandoned. It fails then, and refers to nothing.</summary>
public class SleepingUploadTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_that_slept_through_clean_up_fails_and_succeeds_when_it_is_sent_again(bool published)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, store) = (await service.NewUserAsync(), HookedStore.Of(service));
        if (published) store.Published = _ => SleepAsync(service);
        else store.Publishing = _ => SleepAsync(service);

        await (await alice.PutContentAsync("a.bin", content)).IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");

        Assert.Equal((0, null), await service.ReferencesAsync(content));
        Assert.Empty(service.Published(content));
        Assert.Empty(service.Staging());
        (store.Published, store.Publishing) = (_ => Task.CompletedTask, _ => Task.CompletedTask);
        var file = await alice.UploadAsync("a.bin", content);
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
    }

    [Fact]
    public async Task Bytes_that_were_sent_to_an_upload_url_and_slept_through_clean_up_are_asked_for_again()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, store) = (await service.NewUserAsync(), HookedStore.Of(service));
        var upload = await alice.AnnounceAsync("a.bin", content);
        store.Staged = _ => SleepAsync(service);

        await (await service.PutAsync(upload.Url, content)).IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");

        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
        store.Staged = _ => Task.CompletedTask;
        await (await service.PutAsync(upload.Url, content)).SucceededAsync();
        await alice.VersionAsync(upload);
        Assert.Equal(content, await alice.DownloadAsync(upload.ItemId));
    }

    [Fact]
    public async Task Staged_bytes_that_somebody_took_away_are_asked_for_again()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var upload = await alice.SendAsync("a.bin", content);
        service.Store.Delete(service.Staged(content).Single());

        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");

        await (await service.PutAsync(upload.Url, content)).SucceededAsync();
        await alice.VersionAsync(upload);
        Assert.Equal(content, await alice.DownloadAsync(upload.ItemId));
    }

    [Fact]
    public async Task What_is_being_committed_this_moment_is_left_alone()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, store) = (await service.NewUserAsync(), HookedStore.Of(service));
        BlobKey? key = null;
        store.Published = k => { key = k; return Task.CompletedTask; };
        // The drive's row is the last lock: the upload has its key's by then.
        await using var holder = await Holder.OfAsync(service, "SELECT 1 FROM drives WHERE owner_id = $1 FOR UPDATE", alice.Id);
        var upload = alice.UploadAsync("a.bin", content);
        await Eventually.WaitForLockAsync(service);

        await SleepAsync(service);
        Assert.Single(service.Published(content));
        await holder.CommitAsync();

        Assert.Equal(content, await alice.DownloadAsync((await upload).Id()));
        Assert.EndsWith(key!.Value.Name, service.Published(content).Single(), StringComparison.Ordinal);
    }

    /// <summary>An hour passes, by the files' times, and clean-up runs.</summary>
    private static async Task SleepAsync(TestService service)
    {
        service.AgeStaging(settle: false);
        await service.RunJobAsync("stale-uploads");
    }
}
