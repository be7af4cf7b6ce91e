using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

/// <summary>A content whose stored copy is lost or damaged comes back with its next upload, for all its versions.</summary>
public class HealingTests(Api api)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_upload_heals_every_version_of_a_lost_content(bool announced)
    {
        await using var service = await api.StartAsync();
        var (alice, bob, content) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent());
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        var key = await service.KeyAsync(content);
        service.Store.Delete("blobs/" + key);

        var second = announced ? (await bob.VersionAsync(await bob.SendAsync("b.bin", content))).GetProperty("item_id").GetInt64() : (await bob.UploadAsync("b.bin", content)).Id();
        Assert.Empty(service.Staging()); // it is settled

        Assert.Equal(content, await alice.DownloadAsync(first));
        Assert.Equal(content, await bob.DownloadAsync(second));
        Assert.NotEqual(key, await service.KeyAsync(content));
        Assert.Equal(key, await service.ScalarAsync<string>("SELECT key FROM blob_deletions"));
        Assert.Equal(2, await service.ScalarAsync<long>("SELECT ref_count FROM blobs"));
        Assert.Empty(service.Staging());
    }

    [Fact]
    public async Task The_next_upload_takes_the_place_of_a_damaged_copy()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        var key = await service.KeyAsync(content);
        service.Store.Write("blobs/" + key, TestUser.NewContent());
        await service.ExecuteAsync("UPDATE blobs SET state = 'damaged'");

        await alice.UploadAsync("b.bin", content);

        Assert.Equal(content, await alice.DownloadAsync(first));
        Assert.Equal("healthy", await service.ScalarAsync<string>("SELECT state FROM blobs"));
        Assert.Equal(key, await service.ScalarAsync<string>("SELECT key FROM blob_deletions"));
    }

    /// <summary>Nobody marked it yet: what is wrong shows when the upload is settled.</summary>
    [Theory]
    [InlineData(Harm.Truncated)]
    [InlineData(Harm.Emptied)]
    [InlineData(Harm.Unreadable)]
    public async Task A_copy_that_shows_that_it_is_bad_gives_way_to_a_good_one(Harm harm)
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        service.Harm(content, harm);

        await alice.UploadAsync("b.bin", content);
        Assert.Empty(service.Staging()); // it is settled

        Assert.Equal(content, await alice.DownloadAsync(first));
    }

    /// <summary>The machine stopped after the answer: clean-up, an hour later, does not take the good copy for a spare one.</summary>
    [Fact]
    public async Task A_good_copy_whose_upload_died_before_it_was_settled_heals_when_it_is_cleaned_up()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, content, store) = (await service.NewUserAsync(), TestUser.NewContent(), HookedStore.Of(service));
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        service.Store.Delete(service.Published(content).Single());
        store.Opening = (_, _) => throw new InvalidOperationException("The machine stopped.");
        await alice.UploadAsync("b.bin", content);
        Assert.Single(service.Staged(content));
        store.Opening = (_, _) => Task.CompletedTask;
        service.AgeStaging();

        await service.RunJobAsync("stale-uploads");

        Assert.Equal(content, await alice.DownloadAsync(first));
        Assert.Single(service.Published(content));
        Assert.Empty(service.Staging());
    }

    /// <summary>Bytes that were sent an hour before they are completed look abandoned in the moment between the commit and the healing.</summary>
    [Fact]
    public async Task Clean_up_leaves_bytes_alone_that_are_about_to_heal()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, bob, content, store) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent(), HookedStore.Of(service));
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        var upload = await bob.SendAsync("b.bin", content);
        service.AgeStaging();
        service.Store.Delete(service.Published(content).Single());
        store.Opening = async (_, _) =>
        {
            store.Opening = (_, _) => Task.CompletedTask;
            await service.RunJobAsync("stale-uploads");
        };

        await bob.VersionAsync(upload);
        Assert.Empty(service.Staging()); // it is settled

        Assert.Equal(content, await alice.DownloadAsync(first));
        Assert.Equal(content, await bob.DownloadAsync(upload.ItemId));
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions"));
    }

    /// <summary>Nobody knows yet that the copy is bad; that a proof failed against it is reason enough to look before a good one is dropped.</summary>
    [Fact]
    public async Task A_copy_that_failed_a_proof_is_looked_at_before_another_one_is_dropped_for_it()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, content) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent(1 << 20));
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        var key = await service.KeyAsync(content);
        service.Store.Write("blobs/" + key, TestUser.NewContent(1 << 20));
        var upload = await (await bob.InitiateAsync("b.bin", content)).SucceededAsync();
        await (await bob.ProveAsync(upload, content)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "proof_failed");

        await bob.UploadAsync("b.bin", content);
        Assert.Empty(service.Staging()); // it is settled

        Assert.Equal(content, await alice.DownloadAsync(first));
        Assert.NotEqual(key, await service.KeyAsync(content));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(suspected_at) FROM blobs"));
    }

    [Fact]
    public async Task A_copy_that_is_found_damaged_while_an_upload_refers_to_it_gives_way_too()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        await alice.UploadAsync("a.bin", content);
        var key = await service.KeyAsync(content);
        await using var scrub = await Holder.OfAsync(service, "UPDATE blobs SET state = 'damaged'");

        var upload = alice.UploadAsync("b.bin", content);
        await Eventually.WaitForLockAsync(service);
        await scrub.CommitAsync();
        var file = (await upload).Id();

        Assert.Equal(content, await alice.DownloadAsync(file));
        Assert.NotEqual(key, await service.KeyAsync(content));
        Assert.Equal(key, await service.ScalarAsync<string>("SELECT key FROM blob_deletions"));
    }
}
