using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Hosting;

public class ShutdownTests(Api api)
{
    [Fact]
    [Trait(TestStore.Trait, TestStore.Files)] // in a bucket nothing shows that bytes come in
    public async Task A_stop_that_cuts_a_request_off_writes_what_was_read_before_and_calls_it_no_failure()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Work");
        await alice.ItemAsync(folder); // its event is buffered: the clock stands still
        await using var slow = await RawRequest.StartAsync(alice, "PUT", "/v1/files/content?item_name=slow.bin", "Content-Length: 200000");
        await slow.SendAsync(TestUser.NewContent(150_000));
        await Eventually.IsTrueAsync(() => service.Staging().Length == 1);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await service.StopAsync(patience.Token);

        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'read' AND item_id = $1", folder));
        Assert.DoesNotContain(service.Errors.Lines, l => l.Contains("ProblemWriter", StringComparison.Ordinal));
    }
}
