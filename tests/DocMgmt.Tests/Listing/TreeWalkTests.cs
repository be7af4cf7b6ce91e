using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Listing;

/// <summary>What nobody touches is shown exactly once at any depth, though the folder that the walk would go on in is trashed.</summary>
public class TreeWalkTests(Api api, ITestOutputHelper output)
{
    private const int RowsInEach = 4;

    [Theory]
    [InlineData("children?recursive=true")]
    [InlineData("children?recursive=true&folders_first=true")]
    [InlineData("children?recursive=true&$filter=not endswith(item_name,'2')")]
    [InlineData("children?recursive=true&starred=true")]
    [InlineData("children?recursive=true&order=-created_at")]
    [InlineData("starred?order=-size")]
    public async Task What_nobody_touches_is_shown_once(string list)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("F");
        var folders = await PlantAsync(alice, top, random);
        var paths = (await alice.WalkAsync($"/v1/items/{top}/children?recursive=true", 100)).ToDictionary(i => i.Id(), i => i.Text("full_path"));
        list = list.StartsWith("starred", StringComparison.Ordinal) ? $"/v1/items/{list}" : $"/v1/items/{top}/{list}";
        var before = await alice.WalkAsync(list, 100);
        var (touched, rounds, trashed) = (new HashSet<long>(), 0, 0);

        var seen = await alice.WalkAsync(list, 4, async soFar =>
        {
            var folder = soFar[^1].GetProperty("parent_id").GetInt64();
            if (++rounds % 2 == 0 && trashed < 3 && paths.TryGetValue(folder, out var path) && path.Split('/').Length > 3)
            {
                trashed++;
                await alice.TrashAsync(folder);
                touched.UnionWith(paths.Where(p => p.Key == folder || p.Value.StartsWith(path + '/', StringComparison.Ordinal)).Select(p => p.Key));
            }
            else if (before[random.Next(before.Count)] is var item && touched.Add(item.Id()))
            {
                var isFile = item.Text("type") == "file"; // a folder would take what is in it along
                await (await (isFile && random.Next(2) == 0 ? alice.DeleteAsync($"/v1/items/{item.Id()}") : alice.RenameAsync(item.Id(), $"{random.Next(40)} {Guid.NewGuid()}"))).SucceededAsync();
            }

            if (rounds > 12) return; // what comes may always come last
            // Some of these are in the trash by now.
            await alice.PutContentAsync($"a{random.Next(30)} {Guid.NewGuid()}", TestUser.NewContent(random.Next(1, 50)), folders[random.Next(folders.Count)]);
            await alice.PostAsync("/v1/items", new { item_name = $"a{random.Next(30)} {Guid.NewGuid()}", type = "folder", parent_id = folders[random.Next(folders.Count)] });
        });

        var untouched = before.Ids().Where(id => !touched.Contains(id)).ToList();
        Assert.InRange(trashed, 1, 3);
        Assert.InRange(untouched.Count, 5, before.Count - trashed);
        Assert.Equal(untouched, seen.Ids().Where(untouched.ToHashSet().Contains));
    }

    /// <summary>Three folders of two of two, with rows in each, of which most are starred; answers all folders.</summary>
    private async Task<List<long>> PlantAsync(TestUser user, long top, Random random)
    {
        var (folders, level) = (new List<long> { top }, new List<long> { top });
        foreach (var count in new[] { 3, 2, 2 })
        {
            var next = new List<long>();
            foreach (var parent in level)
            {
                for (var n = 1; n <= count; n++) next.Add(await user.CreateFolderAsync($"{n}", parent));
            }

            folders.AddRange(next);
            level = next;
        }

        foreach (var folder in folders)
        {
            foreach (var row in (await PlantedRows.PlantAsync(api.Service, folder, random, RowsInEach)).Rows.Where(_ => random.Next(4) > 0)) await api.Service.StarAsync(row.Id, user);
        }

        return folders;
    }
}
