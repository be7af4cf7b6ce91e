using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

/// <summary>
/// A content that nothing has referred to for a year is uploaded again while the sweep ends it: the upload stops at each of its steps, the sweep
/// then at each of its own, then the upload goes on to its end, then the sweep.
/// </summary>
public class SweepStepTests(StepsFixture fixture) : IClassFixture<StepsFixture>
{
    private static readonly string[] Steps = ["staged w", "publishing w", "published w", "item w", "version w", "commit", "settling w"];
    private static readonly string[] InstantSteps = ["item w", "version w", "commit"];
    private static readonly string?[] SweepSteps = [null, "row", "note", "bytes", "strike"];

    public static TheoryData<string, string?> Cells() => Pairs(Steps);
    public static TheoryData<string, string?> InstantCells() => Pairs(InstantSteps);

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_upload_that_meets_the_sweep_has_living_bytes(string step, string? sweepStep) =>
        await MeetsAsync(step, sweepStep, async (alice, content) => (await (await alice.PutContentAsync("a", content, mimeType: "step/w")).SucceededAsync()).Id());

    /// <summary>The copy is there or the bytes are asked for: nothing else may happen.</summary>
    [Theory]
    [MemberData(nameof(InstantCells))]
    public async Task An_upload_without_bytes_that_meets_the_sweep_has_living_ones_or_is_asked_to_send_them(string step, string? sweepStep) =>
        await MeetsAsync(step, sweepStep, async (alice, content) =>
        {
            var answer = await (await alice.PostAsync("/v1/files/upload/initiate",
                new { item_name = "a", size_bytes = content.Length, mime_type = "step/w", checksum = TestUser.Sha256(content) })).SucceededAsync();
            if (answer.GetProperty("deduplicated").GetBoolean()) return answer.GetProperty("item_id").GetInt64();
            var upload = PendingUpload.Of(answer);
            await (await alice.Service.PutAsync(upload.Url, content)).SucceededAsync();
            return (await alice.VersionAsync(upload)).GetProperty("item_id").GetInt64();
        });

    private async Task MeetsAsync(string step, string? sweepStep, Func<TestUser, byte[], Task<long>> uploadAsync)
    {
        var (service, steps, content) = (fixture.Service, fixture.Steps, TestUser.NewContent());
        steps.Expect();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        await bob.LoseAsync(content);
        await service.ExecuteAsync("UPDATE blobs SET orphaned_at = orphaned_at - interval '1 year' WHERE orphaned_at IS NOT NULL");

        steps.Expect("w");
        var (stop, sweepStop) = (await steps.StopAtAsync(step == "commit" ? $"commit {alice.Id}" : step), await steps.StopAtAsync(sweepStep));
        var upload = Task.Run(() => uploadAsync(alice, content));
        await Harness.Steps.ReachAsync(stop);
        var sweep = Task.Run(() => service.RunJobAsync("blob-sweep"));
        await steps.RunToAsync(sweepStop, sweep);
        await stop!.DisposeAsync();
        await steps.RunToAsync(null, upload);
        if (sweepStop is not null) await sweepStop.DisposeAsync();
        await sweep;

        Assert.Equal(content, await alice.DownloadAsync(await upload));
        await IsExactAsync(alice, content);
    }

    /// <summary>One version refers to the content, and one copy of it is there.</summary>
    private static async Task IsExactAsync(TestUser alice, byte[] content)
    {
        await alice.Service.RunJobAsync("blob-sweep");
        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
        Assert.Single(alice.Service.Published(content));
        Assert.Empty(alice.Service.Staging());
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
        Assert.Equal(0, await alice.Service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions"));
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/v1/items")).StatusCode);
    }

    private static TheoryData<string, string?> Pairs(string[] steps)
    {
        var cells = new TheoryData<string, string?>();
        foreach (var step in steps)
        {
            foreach (var sweepStep in SweepSteps) cells.Add(step, sweepStep);
        }

        return cells;
    }
}
