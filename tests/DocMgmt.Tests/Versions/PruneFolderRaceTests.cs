using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>Pruning and people meet at a folder: its policy, place and owner are those of then.</summary>
public class PruneFolderRaceTests(Api api)
{
    private static readonly Dictionary<string, Func<TestUser, long, long, Task<HttpResponseMessage>>> Changes = new(StringComparer.Ordinal)
    {
        ["its policy is removed"] = (u, folder, _) => u.RemovePolicyAsync(folder),
        ["another policy is set"] = (u, folder, _) => u.SetPolicyAsync(folder, new { keep_newest = 3 }),
        ["it goes to the trash"] = (u, folder, _) => u.DeleteAsync($"/v1/items/{folder}"),
        ["it goes to another owner with a policy"] = (u, folder, to) => u.MoveAsync(folder, to),
    };

    public static TheoryData<string> FolderChanges => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(FolderChanges))]
    public async Task Nothing_is_pruned_by_what_the_folder_was_before(string change)
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (his, folder) = (await bob.CreateFolderAsync("his"), await alice.CreateFolderAsync("F")); // his is walked first
        await bob.ShareAsync(his, alice, "write");
        var file = await alice.UploadManyAsync("a", folder, 3);
        await (await alice.SetPolicyAsync(folder, new { keep_newest = 1 })).SucceededAsync();
        await (await bob.SetPolicyAsync(his, new { keep_newest = 1 })).SucceededAsync();
        await using var row = await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR NO KEY UPDATE", folder);

        var changing = Changes[change](alice, folder, his); // has the drive's lock, and waits for the row
        await row.BlocksAsync(service, changing);
        var running = service.RunJobAsync("version-pruning");
        await Eventually.IsTrueAsync(async () => running.IsCompleted || await service.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"));
        Assert.False(running.IsCompleted, "It did not wait for the drive.");
        await row.CommitAsync();

        await (await changing).SucceededAsync();
        Assert.Equal(0, await running);
        Assert.Equal([1, 2, 3], await service.NumbersAsync(file));
        await service.DoctorAsync();
    }
}
