using System.Diagnostics;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Connections;

/// <summary>Clients that stop reading, and those that are only slow.</summary>
public class StalledReaderTests(Api api)
{
    // More than all buffers on the way take.
    private const int Length = 24 << 20;

    [Fact]
    public async Task Who_stops_reading_is_cut_off()
    {
        await using var service = await api.StartAsync("Server__StalledSeconds=1");
        await using var download = await DownloadAsync(service);

        await Eventually.IsTrueAsync(() => download.IsBrokenOff);

        Assert.Empty(service.Errors.Lines);
    }

    [Fact]
    public async Task Who_reads_slowly_but_steadily_is_served()
    {
        // 32 kB/s for a limit of 6 s is what 3.2 kB/s is for one of 60 s. The system tells the sender of room for some 64 kB more at a time, so every 2 s; a busy machine is late with it.
        await using var service = await api.StartAsync("Server__StalledSeconds=6");
        await using var download = await DownloadAsync(service);

        var started = Stopwatch.StartNew();
        for (var read = 0; started.Elapsed < TimeSpan.FromSeconds(13);)
        {
            if (read > started.Elapsed.TotalSeconds * 32_000) await Task.Delay(20);
            else Assert.NotEqual(0, read += await download.ReadAsync(2_000));
        }

        Assert.False(download.IsBrokenOff);
    }

    [Fact]
    public async Task Who_stops_reading_does_not_hold_a_shutdown()
    {
        var started = Stopwatch.StartNew();
        await using (var service = await api.StartAsync())
        {
            await using var download = await DownloadAsync(service);
            started.Restart();
            await service.StopAsync();
        }

        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(25)); // of the 30 that a shutdown may take
    }

    /// <summary>Of which nothing but the head was read, and on which the server waits.</summary>
    private static async Task<RawRequest> DownloadAsync(TestService service)
    {
        var alice = await service.NewUserAsync();
        var file = await alice.UploadAsync("a.bin", TestUser.NewContent(Length));
        var download = await RawRequest.StartAsync(alice, "GET", $"/v1/files/{file.Id()}/download");
        Assert.Equal(200, await download.StatusAsync());
        return download;
    }
}
