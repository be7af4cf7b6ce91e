using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>In which files the nightly pruning deletes versions.</summary>
public class PrunePlaceTests(Api api)
{
    [Fact]
    public async Task A_policy_holds_far_below_and_a_nearer_one_replaces_it()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var beside = await alice.UploadManyAsync("beside", null, 4);
        var top = await alice.CreateFolderAsync("top");
        var middle = await alice.CreateFolderAsync("middle", top);
        var deep = await alice.CreateFolderAsync("deep", middle);
        var (high, low) = (await alice.UploadManyAsync("a", top, 4), await alice.UploadManyAsync("a", deep, 4));
        await (await alice.SetPolicyAsync(top, new { keep_newest = 1 })).SucceededAsync();
        await (await alice.SetPolicyAsync(middle, new { keep_newest = 3 })).SucceededAsync();

        await service.RunJobAsync("version-pruning");
        Assert.Equal([4], await service.NumbersAsync(high));
        Assert.Equal([2, 3, 4], await service.NumbersAsync(low));
        Assert.Equal([1, 2, 3, 4], await service.NumbersAsync(beside));

        await (await alice.RemovePolicyAsync(middle)).SucceededAsync();
        await service.RunJobAsync("version-pruning");
        Assert.Equal([4], await service.NumbersAsync(low));
    }

    [Fact]
    public async Task What_is_in_the_trash_is_not_pruned_until_it_is_back()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (top, own) = (await alice.CreateFolderAsync("top"), await alice.CreateFolderAsync("own"));
        var (inFolder, alone) = (await alice.UploadManyAsync("a", top, 3), await alice.UploadManyAsync("b", null, 3));
        var ruled = await alice.UploadManyAsync("c", own, 3);
        await (await alice.SetPolicyAsync(await service.RootAsync(alice), new { keep_newest = 1 })).SucceededAsync();
        await (await alice.SetPolicyAsync(own, new { keep_newest = 1 })).SucceededAsync();
        foreach (var item in new[] { top, alone, own }) await alice.TrashAsync(item);

        Assert.Equal(0, await service.RunJobAsync("version-pruning"));
        foreach (var item in new[] { top, alone, own }) await (await alice.RestoreAsync(item)).SucceededAsync();
        Assert.Equal(6, await service.RunJobAsync("version-pruning"));

        foreach (var file in new[] { inFolder, alone, ruled }) Assert.Equal([3], await service.NumbersAsync(file));
    }
}
