using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Pipeline;

namespace DocMgmt.Tests.Search;

/// <summary>Search decides by sets who may read what; a plain model of trees, grants, groups and trash at random says the same.</summary>
public class SearchedSetTests(Api api)
{
    private static readonly string[] Levels = ["", "read", "write", "admin", "owner"];

    [Theory]
    [InlineData(400, 60)]
    [InlineData(1_500, 900)] // more folders than the index is asked for one by one
    public async Task What_one_may_read_is_found_and_nothing_else(int items, int grants)
    {
        var seed = Random.Shared.Next();
        await using var service = await api.StartAsync();
        TestUser[] users = [await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync()];
        var tree = await RandomTree.PlantAsync(service, users, new Random(seed), items, grants);
        await service.ExecuteAsync("UPDATE items SET name = name || ' pebble' WHERE parent_id IS NOT NULL");
        await service.IndexPlantedAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        foreach (var user in users)
        {
            var roots = await service.RootAsync(user);
            var levels = tree.LevelsOf(user).Where(l => l.Key != roots).ToList();
            foreach (var query in new[] { "pebble", "pebb", "-marble", "\"pebble\"", "pebbble" })
            {
                var found = new List<(long, string)>();
                for (string? cursor = null, end = ""; end is not null; end = cursor)
                {
                    var page = await user.SearchAsync(new { query, page_size = 100, cursor });
                    found.AddRange(page.GetProperty("data").EnumerateArray().Select(i => (i.Id(), i.Text("permission_type"))));
                    cursor = page.GetProperty("next_cursor").GetString();
                    Assert.Equal(levels.Count, page.GetProperty("total").GetInt32());
                }

                Assert.Equal(levels.Select(l => (l.Key, Levels[l.Value])), found.Order());
            }

            foreach (var folder in tree.FoldersOf(user).Take(20))
                Assert.Equal(tree.Below(folder).Count, (await user.SearchAsync(new { query = "pebble", @in = folder })).GetProperty("total").GetInt32());
        }
    }
}
