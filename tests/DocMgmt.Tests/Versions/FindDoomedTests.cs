using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Versions;
using DocMgmt.Tests.Harness;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Versions;

/// <summary>What the night reads at a time is bounded by files and by versions, and no file is passed by.</summary>
public class FindDoomedTests(Api api)
{
    // Gives a file of three versions more of them, which are kept.
    private const string Grow = """
        INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at, keep_forever)
        SELECT v.item_id, v.drive_id, n, v.blob_id, v.size_bytes, v.mime_type, v.created_by, v.created_at, true
        FROM versions v, generate_series(4, $2) n
        WHERE v.item_id = $1 AND v.version_number = 3
        """;

    [Fact]
    public async Task A_window_reads_so_many_versions_at_most_or_one_file()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var files = new List<long>();
        foreach (var (name, versions) in new[] { ("a", 19_997), ("b", 3), ("c", 20_001), ("d", 3), ("e", 19_995), ("f", 3) })
        {
            var file = await alice.UploadManyAsync(name, null, 3);
            await service.ExecuteAsync(Grow, file, versions);
            await service.ExecuteAsync("UPDATE items SET version_count = $2 WHERE id = $1", file, versions);
            files.Add(file);
        }

        var root = await service.RootAsync(alice);
        await (await alice.SetPolicyAsync(root, new { keep_newest = 1 })).SucceededAsync();

        Assert.Equal([files[..2], files[2..3], files[3..5], files[5..]], await WindowsAsync(service, root, JobRun.Batch));
    }

    [Fact]
    public async Task A_window_has_so_many_files_at_most_whether_they_have_something_to_prune_or_not()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var files = new List<long>();
        foreach (var versions in new[] { 3, 2, 2, 2, 3, 1, 3 }) files.Add(await alice.UploadManyAsync($"f{files.Count}", null, versions));
        var root = await service.RootAsync(alice);
        await (await alice.SetPolicyAsync(root, new { keep_newest = 2 })).SucceededAsync();

        Assert.Equal([files[..1], [], [files[4], files[6]], []], await WindowsAsync(service, root, batch: 2));
    }

    /// <summary>The files of all windows of a folder.</summary>
    private static async Task<List<List<long>>> WindowsAsync(TestService service, long folder, int batch)
    {
        await using var scope = service.Services.GetRequiredService<JobLife>().NewScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var windows = new List<List<long>>();
        for (string? name = ""; name is not null && windows.Count < 10;)
        {
            var window = await mediator.Send(new FindDoomed.Query(folder, name, batch));
            windows.Add([.. window.ItemIds]);
            name = window.NextName;
        }

        return windows;
    }
}
