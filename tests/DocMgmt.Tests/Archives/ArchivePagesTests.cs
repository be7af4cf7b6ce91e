using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Archives;

/// <summary>However much there is, each of it is in the archive once, and is read once.</summary>
public class ArchivePagesTests(Api api)
{
    private static readonly bool[] Either = [false, true];

    [Theory]
    [InlineData(998)]
    [InlineData(999)]
    [InlineData(1_000)]
    [InlineData(3_210)]
    public async Task All_of_a_folder_with_many_files_is_there_once(int files)
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var inner = await alice.CreateFolderAsync("inner", top);
        await PlantedFiles.PlantAsync(service, top, files);
        await PlantedFiles.PlantAsync(service, inner, 1_001);

        var entries = await alice.ArchiveAsync(top);

        Assert.Equal(["top/", .. Enumerable.Range(1, files).Select(n => $"top/{n:D5}"), "top/inner/", .. Enumerable.Range(1, 1_001).Select(n => $"top/inner/{n:D5}")], entries.Names());
    }

    [Fact]
    public async Task All_of_a_folder_with_many_folders_is_there_once()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        await PlantedFiles.PlantFoldersAsync(service, top, 1_200, 3);
        await PlantedFiles.PlantFoldersAsync(service, await alice.CreateFolderAsync("many", top), 2_000, 0);

        var entries = await alice.ArchiveAsync(top);

        Assert.Equal(1 + (1_200 * 4) + 1 + 2_000, entries.Count);
        Assert.Equal(2_000, entries.Count(e => e.Name.StartsWith("top/many/f", StringComparison.Ordinal)));
        Assert.Equal(3_600, entries.Count(e => e.Content is not null));
    }

    [Fact]
    public async Task A_page_reads_about_its_own_rows_however_many_there_are()
    {
        await using var service = await api.StartAsync();
        await service.PauseJobsAsync();
        var alice = await service.NewUserAsync();
        await service.ExecuteAsync("ALTER TABLE items SET (autovacuum_enabled = off)"); // as it is when this says so
        var (files, folders) = (await alice.CreateFolderAsync("files"), await alice.CreateFolderAsync("folders"));
        await PlantedFiles.PlantAsync(service, files, 20_000);
        await PlantedFiles.PlantFoldersAsync(service, folders, 4_000, 2);
        foreach (var vacuumed in Either)
        {
            await service.ExecuteAsync(vacuumed ? "VACUUM ANALYZE" : "ANALYZE");
            foreach (var (folder, entries) in new[] { (files, 20_001), (folders, 12_001) })
            {
                var work = await Work.OfAsync(service, async () => Assert.Equal(entries, (await alice.ArchiveAsync(folder, "tar")).Count));

                Assert.True(work.Read < 6 * entries, $"{work.Read} for {entries}: {work}");
            }
        }
    }
}
