using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>One client's files in both drives, as it believes them to be.</summary>
internal sealed class UsedBytesLane(int number, int seed, TestUser[] users, long[] homes, byte[][] contents)
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

    public long CurrentBytesOf(int drive) => files.Where(f => f.Drive == drive && !f.Trashed).Sum(f => (long)f.Versions[^1].Size);

    public async Task RunAsync(int steps)
    {
        for (var n = 0; n < steps; n++)
        {
            var file = files.Count == 0 ? null : files[random.Next(files.Count)];
            await (file switch
            {
                null => UploadAsync(null),
                { Trashed: true } => random.Next(4) == 0 ? PurgeAsync(file) : RestoreAsync(file),
                _ => random.Next(10) switch
                {
                    0 or 1 => UploadAsync(null),
                    2 or 3 => UploadAsync(file),
                    4 => RestoreVersionAsync(file),
                    5 => DeleteVersionAsync(file),
                    6 => CopyAsync(file),
                    7 => MoveAsync(file),
                    8 => FolderAsync(file),
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

    /// <summary>Copies it twice into a folder that goes to the trash, after one of the copies and before the other comes out of it, and then goes for good.</summary>
    private async Task FolderAsync(File file)
    {
        var (owner, drive, size) = (users[file.Drive], file.Drive, file.Versions[^1].Size);
        var folder = await owner.CreateFolderAsync($"{number}-{names++}", homes[drive]);
        for (var copy = 0; copy < 2; copy++)
        {
            var made = await (await owner.CopyAsync(file.Id, new { parent_id = folder, item_name = $"{number}-{names++}" })).SucceededAsync();
            files.Add(new(made.Id(), made.Text("item_name")) { Drive = drive, Versions = { (made.GetProperty("current_version_id").GetInt64(), size) } });
        }

        await TrashAsync(files[^2]);
        await owner.TrashAsync(folder);
        await RestoreAsync(files[^1]);
        await owner.PurgeAsync(folder);
    }

    private async Task TrashAsync(File file)
    {
        await users[file.Drive].TrashAsync(file.Id);
        file.Trashed = true;
    }

    private async Task RestoreAsync(File file)
    {
        await (await users[file.Drive].RestoreAsync(file.Id, new { parent_id = homes[file.Drive] })).SucceededAsync(); // some lost their folder
        file.Trashed = false;
    }

    private async Task PurgeAsync(File file)
    {
        if (random.Next(10) == 0) Assert.Equal("succeeded", (await users[file.Drive].PurgeAllAsync(file.Id)).Text("state"));
        else await users[file.Drive].PurgeAsync(file.Id);
        files.Remove(file);
    }
}
