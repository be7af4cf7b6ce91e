using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>A command's lock stages and its decision each have their own snapshot: what the last one admits must have passed all of them.</summary>
public class LocksMissedTests(Api api)
{
    [Fact]
    public async Task Who_is_admitted_only_after_the_drive_s_lock_was_passed_by_goes_back_for_it()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await using var drive = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(drive_id) FROM folders WHERE id = $1", folder);
        // Reading folders goes on, locking their rows does not: the request stops between its first stage, which refuses it, and the second.
        await using var rows = await Holder.OfAsync(service, "LOCK TABLE folders IN EXCLUSIVE MODE");

        var making = bob.CreateFolderAsync("x", folder);
        await Eventually.WaitForLockAsync(service);
        await service.GrantAsync(folder, bob, 2);
        await rows.CommitAsync();

        await Eventually.IsTrueAsync(async () => making.IsCompleted || await service.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'") == 1);
        Assert.False(making.IsCompleted, "It made a folder past the drive's lock.");
        await drive.CommitAsync();
        Assert.True(await making > 0);
    }
}
