using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Whale;

/// <summary>What is done to a folder with 100,000 items below it costs its narrow rows at most, and never those items, which are counted at most.</summary>
[Collection(nameof(WhaleDrive))]
public class WhaleTests(WhaleDrive whale)
{
    // Of items, for admission, the path that is shown, and constraints: some for each level, none for what is below.
    private const int FewItems = 500;
    private const int Narrow = WhaleDrive.Folders + 1;
    private const int Counted = 100_000; // of what goes to the trash, entries of an index

    public static TheoryData<string> Plans => [.. WhaleDrive.Plans];

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_rename_writes_one_row(string plan)
    {
        foreach (var name in new[] { "Trees", "Tree" })
        {
            var work = await whale.WorkOfAsync(plan, async () => await (await whale.Owner.RenameAsync(whale.Tree, name)).SucceededAsync());
            Assert.True(work["items"] is { Updated: 1, Read: < FewItems } && work["folders"] is { Updated: 0, Read: < FewItems }, $"{work}");
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_move_writes_the_narrow_rows_and_one_of_items(string plan)
    {
        foreach (var place in new[] { whale.Elsewhere, whale.Home })
        {
            var work = await whale.WorkOfAsync(plan, async () => await (await whale.Owner.MoveAsync(whale.Tree, place)).SucceededAsync());
            WritesNarrowRows(work);
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task The_trash_and_back_writes_the_narrow_rows_and_one_of_items_and_hardly_an_index(string plan)
    {
        await whale.Service.ExecuteAsync("VACUUM folders");
        // How many files go along is told, counted in an index.
        foreach (var (request, counted) in new (Func<Task>, long)[] { (() => whale.Owner.TrashAsync(whale.Tree), Counted), (async () => await (await whale.Owner.RestoreAsync(whale.Tree)).SucceededAsync(), 0) })
        {
            var work = await whale.WorkOfAsync(plan, request);
            WritesNarrowRows(work, counted);
            Assert.True(work["folders"].Hot > Narrow / 2, $"{work}");
        }
    }

    /// <summary>Marks are in no index: what bears one is found below the folder whose mark it is.</summary>
    [Fact]
    public async Task A_small_folder_is_shown_in_the_trash_and_purged_without_reading_the_other_folders()
    {
        var top = await whale.Owner.CreateFolderAsync("small", whale.Elsewhere);
        foreach (var n in Enumerable.Range(1, 5)) await whale.Owner.CreateFolderAsync($"{n}", top);
        await whale.Owner.TrashAsync(top);

        var work = await whale.WorkOfAsync(WhaleDrive.Plans[0], async () =>
        {
            Assert.Equal(6, Assert.Single(await whale.Owner.TrashedAsync()).GetProperty("item_count").GetInt64());
            await whale.Owner.PurgeAsync(top);
        });

        Assert.True(work["folders"] is { Deleted: 6, Read: < 500 }, $"{work}");
    }

    private static void WritesNarrowRows(Work work, long counted = 0) => Assert.True(
        work["items"] is { Updated: 1 } && work["items"].Read < counted + FewItems && work["folders"] is { Updated: Narrow, Read: < (2 * Narrow) + FewItems } && work["versions"] is { Updated: 0, Read: < FewItems }, $"{work}");
}
