using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Doctor;

/// <summary>Things that happen between two steps of the doctor's: it looks again before it calls anything wrong.</summary>
public class DoctorStepsTests(Api api)
{
    private const string Unknown = "ab/abababababababababababababababababababababababababababababababab-0123456789abcdef";

    private readonly byte[] content = TestUser.NewContent();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_that_ends_after_its_bytes_were_seen_and_before_its_staging_name_is_looked_for(bool succeeds)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, store) = (await service.NewUserAsync(), HookedStore.Of(service));
        var (published, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.Published = _ =>
        {
            published.SetResult();
            return mayGoOn.Task;
        };
        var upload = Task.Run(() => alice.PutContentAsync("a.bin", content, query: "&on_conflict=fail"));
        await published.Task;
        store.Published = _ => Task.CompletedTask;
        if (!succeeds) await alice.UploadAsync("a.bin", TestUser.NewContent());
        var looked = 0;
        store.LookingForStaged = async key =>
        {
            looked++;
            mayGoOn.TrySetResult();
            Assert.Equal(succeeds ? HttpStatusCode.Created : HttpStatusCode.Conflict, (await upload).StatusCode);
            service.Settle();
        };

        await service.DoctorAsync();

        Assert.Equal(1, looked);
    }

    [Fact]
    public async Task A_blob_that_is_swept_between_its_row_and_its_bytes()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        await (await service.NewUserAsync()).UploadAsync("a.bin", content);
        HookedStore.Of(service).Measuring = async _ =>
        {
            service.Store.Delete(service.Published(content).Single());
            await service.ExecuteAsync("UPDATE items SET current_version_id = NULL, version_count = 0, size_bytes = 0 WHERE parent_id IS NOT NULL");
            await service.ExecuteAsync("DELETE FROM versions");
            await service.ExecuteAsync("DELETE FROM blobs");
            await service.ExecuteAsync("UPDATE drives SET used_bytes = 0");
        };

        await service.DoctorAsync();

        Assert.Equal((0, null), await service.ReferencesAsync(content));
    }

    [Fact]
    public async Task A_blob_that_is_healed_between_its_row_and_its_bytes()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, store) = (await service.NewUserAsync(), HookedStore.Of(service));
        await alice.UploadAsync("a.bin", content);
        store.Measuring = async _ =>
        {
            store.Measuring = _ => Task.CompletedTask;
            service.Store.Delete(service.Published(content).Single());
            await alice.UploadAsync("b.bin", content);
            service.Settle();
        };

        await service.DoctorAsync();

        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions"));
    }

    [Fact]
    public async Task An_unknown_object_that_is_known_when_it_is_to_be_entered()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        await service.DoctorAsync();
        service.Store.Write($"blobs/{Unknown}", "?");
        HookedStore.Of(service).Measured = _ => service.ExecuteAsync("INSERT INTO blob_deletions (store, key, due_at) VALUES ($2, $1, now())", Unknown, HookedStore.Of(service).Name);

        Assert.Empty((await service.MendAsync()).Mended);

        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions"));
    }

    [Fact]
    public async Task Bytes_that_are_deleted_for_good_after_they_were_seen()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        await service.DoctorAsync();
        service.Store.Write($"blobs/{Unknown}", "?");
        HookedStore.Of(service).LookingForStaged = _ =>
        {
            service.Store.Delete($"blobs/{Unknown}");
            return Task.CompletedTask;
        };

        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_pending_upload_whose_bytes_are_sent_again_or_that_is_completed_meanwhile()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, store) = (await service.NewUserAsync(), HookedStore.Of(service));
        var upload = await alice.SendAsync("a.bin", content);
        var sent = 0;
        store.LookingForStaged = async _ =>
        {
            store.LookingForStaged = _ => Task.CompletedTask;
            await (await service.PutAsync(upload.Url, content)).SucceededAsync();
            service.Settle();
            sent++;
        };
        await service.DoctorAsync();
        // Other bytes of that content are known already: completing deletes its own copy.
        await alice.UploadAsync("b.bin", content);
        store.LookingForStaged = async _ =>
        {
            store.LookingForStaged = _ => Task.CompletedTask;
            await alice.VersionAsync(upload);
            service.Settle();
            sent++;
        };

        await service.DoctorAsync();

        Assert.Equal(2, sent);
    }
}
