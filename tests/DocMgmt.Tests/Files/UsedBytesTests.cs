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
        var lanes = Enumerable.Range(0, Lanes).Select(n => new Lane(n, Seed + n, users, homes, contents)).ToList();

        await Task.WhenAll(lanes.Select(lane => lane.RunAsync(Steps)));

        for (var drive = 0; drive < 2; drive++)
            Assert.Equal((drive, lanes.Sum(l => l.BytesOf(drive))), (drive, await users[drive].UsedBytesAsync()));
        await service.DoctorAsync();
        foreach (var user in users) Assert.Equal("succeeded", (await user.PurgeAllAsync()).Text("state"));
        for (var drive = 0; drive < 2; drive++)
            Assert.Equal((drive, lanes.Sum(l => l.LiveBytesOf(drive))), (drive, await users[drive].UsedBytesAsync()));
        await service.DoctorAsync();
    }

    /// <summary>One client's files in both drives, as it believes them to be.</summary>
    private sealed class Lane(int number, int seed, TestUser[] users, long[] homes, byte[][] contents)
    {
        private sealed record File(long Id, string Name)
        {
            public int Drive { get; set; }
            public bool Trashed { get; set; }

            /// <summary>The current one last.</summary>
            public List<(long Id, int Size)> Versions { get; } = [];
            public long Bytes => Versions.Sum(v => (long)v.Size);
        }

        private readonly Random random = new(seed);
        private readonly List<File> files = [];
        private int names;

        public long BytesOf(int drive) => files.Where(f => f.Drive == drive).Sum(f => f.Bytes);
        public long LiveBytesOf(int drive) => files.Where(f => f.Drive == drive && !f.Trashed).Sum(f => f.Bytes);

        public async Task RunAsync(int steps)
        {
            for (var n = 0; n < steps; n++)
            {
                var file = files.Count == 0 ? null : files[random.Next(files.Count)];
                await (file switch
                {
                    null => UploadAsync(null),
                    { Trashed: true } => random.Next(4) == 0 ? PurgeAsync(file) : RestoreAsync(file),
                    _ => random.Next(9) switch
                    {
                        0 or 1 => UploadAsync(null),
                        2 or 3 => UploadAsync(file),
                        4 => RestoreVersionAsync(file),
                        5 => DeleteVersionAsync(file),
                        6 => CopyAsync(file),
                        7 => MoveAsync(file),
                        _ => TrashAsync(file),
                    },
                });
            }
        }

        private async Task UploadAsync(File? file)
        {
            var (drive, content) = (file?.Drive ?? random.Next(2), contents[random.Next(contents.Length)]);
            var made = await users[drive].UploadAsync(file?.Name ?? $"{number}-{names++}", content, homes[drive]);
            if (file is null) files.Add(file = new(made.Id(), made.Text("item_name")) { Drive = drive });
            file.Versions.Add((made.GetProperty("version_id").GetInt64(), content.Length));
        }

        private async Task RestoreVersionAsync(File file)
        {
            if (file.Versions.Count < 2) return;
            var former = file.Versions[random.Next(file.Versions.Count - 1)];
            var made = await (await users[file.Drive].RestoreVersionAsync(file.Id, former.Id)).SucceededAsync();
            file.Versions.Add((made.Id(), former.Size));
        }

        private async Task DeleteVersionAsync(File file)
        {
            if (file.Versions.Count < 2) return;
            var former = random.Next(file.Versions.Count - 1);
            await (await users[file.Drive].DeleteVersionAsync(file.Id, file.Versions[former].Id)).SucceededAsync();
            file.Versions.RemoveAt(former);
        }

        private async Task CopyAsync(File file)
        {
            var drive = random.Next(2);
            var made = await (await users[file.Drive].CopyAsync(file.Id, new { parent_id = homes[drive], item_name = $"{number}-{names++}" })).SucceededAsync();
            files.Add(new(made.Id(), made.Text("item_name")) { Drive = drive, Versions = { (made.GetProperty("current_version_id").GetInt64(), file.Versions[^1].Size) } });
        }

        private async Task MoveAsync(File file)
        {
            await (await users[file.Drive].MoveAsync(file.Id, homes[1 - file.Drive])).SucceededAsync();
            file.Drive = 1 - file.Drive;
        }

        private async Task TrashAsync(File file)
        {
            await users[file.Drive].TrashAsync(file.Id);
            file.Trashed = true;
        }

        private async Task RestoreAsync(File file)
        {
            await (await users[file.Drive].RestoreAsync(file.Id)).SucceededAsync();
            file.Trashed = false;
        }

        private async Task PurgeAsync(File file)
        {
            if (random.Next(10) == 0) Assert.Equal("succeeded", (await users[file.Drive].PurgeAllAsync(file.Id)).Text("state"));
            else await users[file.Drive].PurgeAsync(file.Id);
            files.Remove(file);
        }
    }
}
