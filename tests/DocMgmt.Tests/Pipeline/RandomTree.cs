using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Drives with random trees, trash, groups and grants, in the database and as a plain model of them.</summary>
internal sealed class RandomTree
{
    private sealed record Node(long Id, Node? Parent, long Owner, bool IsFolder, string Path, string Name)
    {
        public bool Trashed { get; set; }
        public Dictionary<long, int> Grants { get; } = [];
        public bool IsLive => !Trashed && Parent is not { IsLive: false };
        public int LevelOf(long user) => Owner == user ? 4 : Math.Max(Grants.GetValueOrDefault(user), Parent?.LevelOf(user) ?? 0);
    }

    private readonly List<Node> nodes = [];

    public long[] Drives { get; private init; } = [];
    public IEnumerable<long> Ids => nodes.Select(n => n.Id);

    public SortedDictionary<long, int> LevelsOf(TestUser user) => new(nodes.Where(n => n.IsLive && n.LevelOf(user.Id) > 0).ToDictionary(n => n.Id, n => n.LevelOf(user.Id)));

    /// <summary>The live folders, roots too, on which that user has a level.</summary>
    public IEnumerable<long> FoldersOf(TestUser user) => nodes.Where(n => n.IsFolder && n.IsLive && n.LevelOf(user.Id) > 0).Select(n => n.Id);

    /// <summary>What is live below a folder, in the order of the tree: by the path of the folder that it is in, then by name.</summary>
    public List<long> Below(long folder)
    {
        var top = nodes.Single(n => n.Id == folder).Path;
        return [.. nodes.Where(n => n.IsLive && n.Id != folder && n.Path.StartsWith(top, StringComparison.Ordinal))
            .OrderBy(n => n.Parent!.Path, StringComparer.Ordinal).ThenBy(n => n.Name, StringComparer.Ordinal).Select(n => n.Id)];
    }

    public static async Task<RandomTree> PlantAsync(TestService service, TestUser[] users, Random random, int items, int grants)
    {
        var drives = new Dictionary<long, long>();
        foreach (var user in users) drives[user.Id] = await service.ScalarAsync<long>("SELECT id FROM drives WHERE owner_id = $1", user.Id);
        var tree = new RandomTree { Drives = [.. drives.Values] };
        foreach (var user in users)
        {
            var root = await service.RootAsync(user);
            tree.nodes.Add(new(root, null, user.Id, true, $"/{root}/", ""));
        }

        for (var n = 0; n < items; n++) await tree.GrowAsync(service, random, drives);
        // A grant on a root would show the whole drive and hide what the others do.
        foreach (var node in random.GetItems(tree.nodes.Where(n => n.Parent is not null).ToArray(), grants).Distinct()) await GrantAsync(service, random, node, users);
        foreach (var node in random.GetItems(tree.nodes.Where(n => n.Parent?.Parent is not null).ToArray(), items / 20).Distinct().OrderBy(_ => random.Next()))
        {
            node.Trashed = true;
            await service.TrashAsync(node.Id);
        }

        return tree;
    }

    private async Task GrowAsync(TestService service, Random random, Dictionary<long, long> drives)
    {
        // The last folders more often than the first: deep trees, and ids such as 9, 90 and 900 that begin alike.
        var folders = nodes.Where(n => n.IsFolder).ToList();
        var parent = random.Next(3) == 0 ? folders[random.Next(folders.Count)] : folders[^random.Next(1, Math.Min(8, folders.Count) + 1)];
        var isFolder = random.Next(2) == 0;
        var name = $"n{nodes.Count}";
        var id = await service.ScalarAsync<long>("""
            WITH item AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
                VALUES ($1, $2, CASE WHEN $3 THEN 'folder' ELSE 'file' END, $4, $4, CASE WHEN $3 THEN NULL ELSE 0 END, 1, now(), now())
                RETURNING id
            ),
            folder AS (INSERT INTO folders (id, drive_id, path, depth) SELECT id, $1, $5 || id || '/', 1 FROM item WHERE $3)
            SELECT id FROM item
            """, drives[parent.Owner], parent.Id, isFolder, name, parent.Path);
        nodes.Add(new(id, parent, parent.Owner, isFolder, $"{parent.Path}{id}/", name));
    }

    private static async Task GrantAsync(TestService service, Random random, Node node, TestUser[] users)
    {
        foreach (var user in random.GetItems(users, 2).Distinct())
        {
            var (level, ended, byGroup) = (random.Next(1, 4), random.Next(4) == 0, random.Next(2) == 0);
            DateTime? expiresAt = ended ? DateTime.UnixEpoch : random.Next(2) == 0 ? DateTime.UnixEpoch.AddYears(500) : null;
            await (byGroup ? service.GrantToGroupAsync(node.Id, user, level, expiresAt) : service.GrantAsync(node.Id, user, level, expiresAt));
            if (!ended) node.Grants[user.Id] = Math.Max(level, node.Grants.GetValueOrDefault(user.Id));
        }
    }
}
