using System.Net;
using System.Net.Http.Json;
using DocMgmt.Blobs;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Files;

/// <summary>Completing that meets another one, is given up, or meets other bytes.</summary>
public class CompleteUploadRaceTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task Sixteen_who_complete_at_once_get_the_same_answer_and_make_one_version()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.SendAsync("a.bin", content);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => alice.VersionAsync(upload)));

        Assert.Single(answers.Select(a => a.GetRawText()).Distinct());
        Assert.Equal(content, await alice.DownloadAsync(upload.ItemId));
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
        Assert.Single(alice.Service.Published(content));
        Assert.Empty(alice.Service.Staged(content));
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_bytes_from_who_completes()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        var upload = await alice.SendAsync("a.bin", content);
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM uploads FOR UPDATE", connection)) await hold.ExecuteNonQueryAsync();

        // Both have published the bytes and wait for the upload's row, when one of them goes away.
        using var impatience = new CancellationTokenSource();
        var impatient = alice.Http.PostAsync(new Uri("/v1/files/upload/complete", UriKind.Relative),
            JsonContent.Create(new { version_id = upload.VersionId }), impatience.Token);
        var patient = alice.VersionAsync(upload);
        await Eventually.IsTrueAsync(() => WaitAsync(service, 2));
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        await transaction.CommitAsync();
        await patient; // whichever of them has the row first

        Assert.Equal(content, await alice.DownloadAsync(upload.ItemId));
        Assert.Single(service.Published(content));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task Bytes_that_come_while_it_completes_are_the_ones_that_count(string? key)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, last) = (await service.NewUserAsync(), TestUser.NewContent());
        var upload = PendingUpload.Of(await alice.PostJsonAsync("/v1/files/upload/initiate", new { item_name = "a.bin", size_bytes = 1_000 }));
        await (await service.PutAsync(upload.Url, content)).SucceededAsync();
        HookedStore.Of(service).Published = async _ =>
        {
            HookedStore.Of(service).Published = _ => Task.CompletedTask;
            await (await service.PutAsync(upload.Url, last)).SucceededAsync();
        };

        var version = await (await alice.PostAsync("/v1/files/upload/complete", new { version_id = upload.VersionId }, key)).SucceededAsync();

        Assert.Equal(TestUser.Sha256(last), version.Text("checksum"));
        Assert.Equal(last, await alice.DownloadAsync(upload.ItemId));
        Assert.Empty(service.Published(content));
        Assert.Empty(service.Staging());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_given_up_while_it_completes_leaves_nothing(bool published)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, store) = (await service.NewUserAsync(), HookedStore.Of(service));
        var upload = await alice.SendAsync("a.bin", content);
        async Task GiveUpAsync(BlobKey key)
        {
            await (await alice.DeleteAsync($"/v1/files/upload/{upload.VersionId}")).SucceededAsync();
            Assert.Empty(service.Staged(content)); // it is put away by now
        }

        if (published) store.Published = GiveUpAsync;
        else store.Publishing = GiveUpAsync;

        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        Assert.Empty(service.Published(content));
        Assert.Equal((0, null), await service.ReferencesAsync(content));
    }

    private static async Task<bool> WaitAsync(TestService service, long count) => count == await service.ScalarAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
}
