using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>What a drive uses is, to the byte, what its versions take, whatever was done with them and by how many at once.</summary>
public class UsedBytesTests(Api api)
{
    private const int Lanes = 4, Steps = 600, Seed = 20_261_124;

    [Fact]
    public async Task It_is_exact_after_thousands_of_random_operations()
    {
        await using var service = await api.StartAsync();
        TestUser[] users = [await service.NewUserAsync(), await service.NewUserAsync()];
        long[] homes = [await users[0].CreateFolderAsync("home"), await users[1].CreateFolderAsync("home")];
        await service.GrantAsync(homes[0], users[1], 2);
        await service.GrantAsync(homes[1], users[0], 2);
        var contents = Enumerable.Range(0, 12).Select(n => TestUser.NewContent((n * 37) + 1)).ToArray(); // all lanes refer to the same few
        var lanes = Enumerable.Range(0, Lanes).Select(n => new UsedBytesLane(n, Seed + n, users, homes, contents)).ToList();

        await Task.WhenAll(lanes.Select(lane => lane.RunAsync(Steps)));

        for (var drive = 0; drive < 2; drive++)
            Assert.Equal((drive, lanes.Sum(l => l.BytesOf(drive))), (drive, await users[drive].UsedBytesAsync()));
        await service.DoctorAsync();
        foreach (var user in users) Assert.Equal("succeeded", (await user.PurgeAllAsync()).Text("state"));
        for (var drive = 0; drive < 2; drive++)
            Assert.Equal((drive, lanes.Sum(l => l.LiveBytesOf(drive))), (drive, await users[drive].UsedBytesAsync()));
        await service.DoctorAsync();
        foreach (var (user, home) in users.Zip(homes)) await (await user.SetPolicyAsync(home, new { keep_newest = 1 })).SucceededAsync();
        await service.RunJobAsync("version-pruning", all: true);
        for (var drive = 0; drive < 2; drive++)
            Assert.Equal((drive, lanes.Sum(l => l.CurrentBytesOf(drive))), (drive, await users[drive].UsedBytesAsync()));
        await service.DoctorAsync();
    }
}
