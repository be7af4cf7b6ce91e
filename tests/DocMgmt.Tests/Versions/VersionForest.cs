using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>A drive with random folders, files, versions, policies and trash, in the database and as a plain model of them.</summary>
internal sealed class VersionForest(TestUser owner, Random random)
{
    public sealed record Policy(int? KeepNewest, int? KeepDailyDays);

    private sealed record Folder(long Id, Folder? Parent)
    {
        public Policy? Policy { get; set; }
        public bool Trashed { get; set; }
        public bool IsLive => !Trashed && Parent is not { IsLive: false };
        public bool IsBelow(Folder top) => this == top || Parent?.IsBelow(top) == true;
    }

    private sealed record Version(long File, int Number, DateTime CreatedAt, bool KeepForever);

    private sealed record FileNode(long Id, Folder Folder, List<Version> Versions)
    {
        public bool Trashed { get; set; }
    }

    private readonly List<Folder> folders = [];
    private readonly List<FileNode> files = [];

    public long Root => folders[0].Id;

    /// <summary>A folder that is in no trash.</summary>
    public long AnyFolder() => random.GetItems(folders.Where(f => f.IsLive).ToArray(), 1)[0].Id;

    public Policy AnyPolicy() => random.Next(3) switch
    {
        0 => new(random.Next(1, 6), null),
        1 => new(null, random.Next(1, 15)),
        _ => new(random.Next(1, 4), random.Next(1, 10)),
    };

    public async Task PlantAsync(int folderCount, int fileCount, int policyCount)
    {
        folders.Add(new(await owner.Service.RootAsync(owner), null));
        for (var n = 0; n < folderCount; n++)
        {
            var parent = folders[random.Next(Math.Max(0, folders.Count - 4), folders.Count)];
            folders.Add(new(await owner.CreateFolderAsync($"{n}", parent.Id), parent));
        }

        for (var n = 0; n < fileCount; n++) await PlantFileAsync($"f{n}", random.GetItems(folders.ToArray(), 1)[0]);
        foreach (var folder in random.GetItems(folders.ToArray(), policyCount).Distinct()) await SetAsync(folder.Id, AnyPolicy());
        foreach (var folder in random.GetItems(folders.Skip(1).ToArray(), 2).Where(f => f.IsLive).ToList())
        {
            if (!folder.IsLive) continue;
            folder.Trashed = true;
            await owner.TrashAsync(folder.Id);
        }

        foreach (var file in files.Where(f => f.Folder.IsLive && random.Next(15) == 0))
        {
            file.Trashed = true;
            await owner.TrashAsync(file.Id);
        }
    }

    public async Task SetAsync(long folder, Policy policy)
    {
        await (await owner.SetPolicyAsync(folder, new { keep_newest = policy.KeepNewest, keep_daily_days = policy.KeepDailyDays })).SucceededAsync();
        folders.Single(f => f.Id == folder).Policy = policy;
    }

    /// <summary>By the rules as the documentation has them: file and number of what would be pruned below a folder, in order.</summary>
    /// <param name="supposed">The folder's own policy instead of the one it has; null: as it is.</param>
    public List<(long File, int Number)> Doomed(long top, DateTime now, Policy? supposed = null)
    {
        var place = folders.Single(f => f.Id == top);
        return [.. from file in files
                   where !file.Trashed && file.Folder.IsLive && file.Folder.IsBelow(place)
                   let policy = PolicyOf(file.Folder, place, supposed)
                   where policy is not null
                   from version in file.Versions
                   where !IsKept(version, file.Versions, policy, now.Date)
                   orderby file.Id, version.Number
                   select (file.Id, version.Number)];
    }

    private static Policy? PolicyOf(Folder? folder, Folder place, Policy? supposed) =>
        folder is null ? null : (folder == place ? supposed : null) ?? folder.Policy ?? PolicyOf(folder.Parent, place, supposed);

    private static bool IsKept(Version version, List<Version> all, Policy policy, DateTime today) =>
        version.KeepForever
        || all.TrueForAll(v => v.Number <= version.Number)
        || all.Count(v => v.Number > version.Number) < policy.KeepNewest
        || ((today - version.CreatedAt.Date).Days < policy.KeepDailyDays && !all.Exists(v => v.CreatedAt.Date == version.CreatedAt.Date && v.Number > version.Number));

    private async Task PlantFileAsync(string name, Folder folder)
    {
        var file = (await owner.UploadAsync(name, TestUser.NewContent(random.Next(1, 500)), folder.Id)).Id();
        var now = owner.Service.Clock.GetUtcNow().UtcDateTime;
        var count = random.Next(1, 20);
        var ages = Enumerable.Range(0, count).Select(_ => random.Next(20 * 1_440)).OrderDescending().ToArray();
        if (random.Next(5) == 0) random.Shuffle(ages);
        var number = 1;
        var versions = ages.Select(minutes => new Version(file, number += random.Next(1, 3), now.AddMinutes(-minutes), random.Next(12) == 0)).ToList();
        await owner.Service.ExecuteAsync("""
            WITH one AS (DELETE FROM versions WHERE item_id = $1 RETURNING *),
            made AS (
                INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at, keep_forever)
                SELECT o.item_id, o.drive_id, n.number, o.blob_id, o.size_bytes, o.mime_type, o.created_by, n.at, n.keep FROM one o, unnest($2, $3, $4) AS n (number, at, keep)
                RETURNING id, version_number
            ),
            item AS (
                UPDATE items SET version_count = $5, next_version = $6, current_version_id = (SELECT id FROM made ORDER BY version_number DESC LIMIT 1) WHERE id = $1
            ),
            blob AS (UPDATE blobs b SET ref_count = ref_count + $5 - 1 FROM one o WHERE b.id = o.blob_id)
            UPDATE drives d SET used_bytes = used_bytes + ($5 - 1) * o.size_bytes FROM one o WHERE d.id = o.drive_id
            """, file, versions.Select(v => v.Number).ToArray(), versions.Select(v => v.CreatedAt).ToArray(), versions.Select(v => v.KeepForever).ToArray(), count, number + 1);
        files.Add(new(file, folder, versions));
    }
}
