using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>Pruning and people meet at a file: what is to be kept by then is kept.</summary>
public class PruneRaceTests(Api api)
{
    [Theory]
    [InlineData("keep")]
    [InlineData("restore")]
    [InlineData("upload")]
    public async Task A_file_that_somebody_changes_is_left_to_the_next_run(string change)
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = await alice.UploadManyAsync("a", null, 3);
        var first = (await alice.VersionsAsync(file))[^1].Id();
        await (await alice.SetPolicyAsync(await service.RootAsync(alice), new { keep_newest = 1 })).SucceededAsync();
        await using var holder = change == "keep"
            ? await Holder.OfAsync(service, "SELECT 1 FROM versions WHERE id = $1 FOR UPDATE", first)
            : await Holder.OfAsync(service, "SELECT 1 FROM drives WHERE owner_id = $1 FOR UPDATE", alice.Id);

        var changing = change switch // has the file's row, and waits for the other one
        {
            "keep" => alice.UpdateVersionAsync(file, first, new { keep_forever = true }),
            "restore" => alice.RestoreVersionAsync(file, first),
            _ => alice.PutContentAsync("a", TestUser.NewContent(100)),
        };
        await holder.BlocksAsync(service, changing);
        Assert.Equal(0, await service.RunJobAsync("version-pruning").WaitAsync(TimeSpan.FromSeconds(4)));
        await holder.CommitAsync();
        await (await changing).SucceededAsync();

        Assert.Equal(change == "keep" ? [1, 2, 3] : [1, 2, 3, 4], await service.NumbersAsync(file));
        await service.RunJobAsync("version-pruning");
        Assert.Equal(change == "keep" ? [1, 3] : [4], await service.NumbersAsync(file));
        Assert.Equal(100, (await alice.DownloadAsync(file)).Length);
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Who_comes_to_a_file_that_is_being_pruned_finds_it_pruned()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = await alice.UploadManyAsync("a", null, 3);
        var first = (await alice.VersionsAsync(file))[^1].Id();
        await (await alice.SetPolicyAsync(await service.RootAsync(alice), new { keep_newest = 2 })).SucceededAsync();
        await using var drive = await Holder.OfAsync(service, "SELECT 1 FROM drives WHERE owner_id = $1 FOR UPDATE", alice.Id);
        var running = service.RunJobAsync("version-pruning");
        await drive.BlocksAsync(service, running);

        var asked = new[]
        {
            alice.RestoreVersionAsync(file, first),
            alice.UpdateVersionAsync(file, first, new { keep_forever = true }),
            alice.PutContentAsync("a", TestUser.NewContent(100)),
        };
        await Eventually.WaitForLockAsync(service, 4);
        await drive.CommitAsync();

        Assert.Equal(1, await running);
        foreach (var late in asked[..2]) await (await late).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await asked[2]).SucceededAsync();
        Assert.Equal([2, 3, 4], await service.NumbersAsync(file));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task What_is_marked_or_moved_after_it_was_found_is_judged_as_it_is_then()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (folder, free) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("free"));
        var (kept, moved) = (await alice.UploadManyAsync("kept", folder, 3), await alice.UploadManyAsync("moved", folder, 3));
        await (await alice.SetPolicyAsync(folder, new { keep_newest = 1 })).SucceededAsync();
        await using var row = await Holder.OfAsync(service, "SELECT 1 FROM folders WHERE id = $1 FOR UPDATE", folder);
        var running = service.RunJobAsync("version-pruning");
        await row.BlocksAsync(service, running);

        // As the requests do that had the folder's row before.
        await row.RunAsync("UPDATE versions SET keep_forever = true WHERE item_id = $1 AND version_number = 1", kept);
        await row.RunAsync("UPDATE items SET parent_id = $2 WHERE id = $1", moved, free);
        await row.CommitAsync();

        Assert.Equal(1, await running);
        Assert.Equal([1, 3], await service.NumbersAsync(kept));
        Assert.Equal([1, 2, 3], await service.NumbersAsync(moved));
    }
}
