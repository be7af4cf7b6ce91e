using System.Diagnostics;
using DocMgmt.Drive.Blobs;
using DocMgmt.Soak;
using DocMgmt.Soak.Load;
using DocMgmt.Soak.Service;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Blobs;

/// <summary>Writers and deleters meet on a handful of contents, while the sweep runs that gives nothing any grace.</summary>
[Collection(nameof(Alone))]
public class ContentionTests(Api api)
{
    private const string Swept = "contents and their bytes swept";
    private const int Few = 10, Sweepers = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(75), BetweenSweeps = TimeSpan.FromMilliseconds(50);
    private static readonly CrowdPlan Plan = new(8, 4, 0, (Mixtures.Writers, 64), (Mixtures.Deleters, 64));

    private static readonly string[] Kinds = ["put", "put version", "put renamed", "complete", "prove", "copy", "replace", "purge", "purge twice", "download"];

    [Fact]
    public Task No_version_loses_its_bytes_and_no_reference_its_count() => ContendAsync(TimeSpan.FromSeconds(10), enough: 2 * Few);

    [Fact]
    [Trait("Category", "Long")]
    public Task No_version_loses_its_bytes_and_no_reference_its_count_for_long() => ContendAsync(TimeSpan.FromSeconds(30), enough: 6 * Few);

    /// <param name="length">At least so long, and until enough contents were swept.</param>
    private async Task ContendAsync(TimeSpan length, int enough)
    {
        await using var service = await api.StartAsync(services => services.AddSingleton(new BlobRetention(TimeSpan.Zero, TimeSpan.Zero)));
        using var administrator = new Somebody(TestService.AdminEmail, TestService.Password);
        await administrator.SignInAsync(service.Address);
        var users = new List<Somebody>();
        for (var n = 0; n < Plan.Users; n++) users.Add(await Somebody.NewAsync(administrator, service.Address, TestService.Password));
        var (crowd, tally, findings) = (new Crowd(users, Plan, 1), new Tally(), new Findings());
        using var stop = new CancellationTokenSource(Longest);

        var sweeping = Task.WhenAll(Enumerable.Range(0, Sweepers).Select(_ => SweepAsync(service, tally, length, enough, stop)));
        await crowd.WorkAsync(crowd.NewWorld(tally, findings), new Random(1), stop.Token);
        await sweeping;
        Assert.Empty(await CheckAsync(service, exact: false)); // before a sweep sets any count right
        await crowd.InspectAsync(findings);
        await ClearAsync(service);
        findings.AddRange(await CheckAsync(service, exact: true));

        var report = string.Join('\n', tally.Lines());
        TestContext.Current.TestOutputHelper?.WriteLine(report);
        Assert.True(findings.All.Count == 0, string.Join('\n', findings.All.Take(50).Append(report)));
        Assert.DoesNotContain(service.Errors.Lines, line => !line.Contains("failed: unavailable", StringComparison.Ordinal)); // those are counted below
        // That it has teeth: contents came and went, in every way, and hardly anybody was turned away.
        Assert.True(tally.Events(Swept) >= Few, report);
        Assert.All(Kinds, kind => Assert.True(tally.Done(kind) > 0, report));
        Assert.True(tally.Of("503 unavailable") < tally.Total / 100, report);
        users.ForEach(u => u.Dispose());
    }

    private static async Task SweepAsync(TestService service, Tally tally, TimeSpan length, int enough, CancellationTokenSource stop)
    {
        for (var working = Stopwatch.StartNew(); !stop.IsCancellationRequested; await Task.Delay(BetweenSweeps))
        {
            tally.Note(Swept, await service.RunJobAsync("blob-sweep"));
            await service.RunJobAsync("stale-uploads");
            if (working.Elapsed > length && tally.Events(Swept) >= enough) await stop.CancelAsync();
        }
    }

    /// <summary>By rules of the test's own, which know files only; in a bucket the doctor looks.</summary>
    private static async Task<IReadOnlyList<string>> CheckAsync(TestService service, bool exact)
    {
        if (!TestStore.IsS3) return await new Consistency(service.Database, new FolderView(service.DataDirectory)).CheckAsync(exact);
        await service.DoctorAsync();
        return [];
    }

    private static async Task ClearAsync(TestService service)
    {
        await service.ExecuteAsync("UPDATE uploads SET expires_at = now()");
        service.AgeStaging();
        await service.RunJobAsync("stale-uploads");
        await service.RunJobAsync("blob-sweep");
        await service.ExecuteAsync("UPDATE blob_deletions SET due_at = now()");
        await service.RunJobAsync("blob-sweep");
    }
}
