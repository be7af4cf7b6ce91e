using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Listing;

/// <summary>What nobody touches during a walk is shown exactly once, and in order, whatever others do meanwhile.</summary>
public class ListWalkTests(Api api, ITestOutputHelper output)
{
    public static TheoryData<string, string> Walks()
    {
        var walks = new TheoryData<string, string>();
        foreach (var order in PlantedRows.Orders)
        {
            foreach (var kind in new[] { "children", "folders first", "recursive" }) walks.Add(order, kind);
        }

        walks.Add("", "tree");
        return walks;
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task What_nobody_touches_is_shown_once(string order, string kind)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var planted = await PlantedRows.PlantAsync(api.Service, folder, random, 45);
        var (touched, rounds) = (new HashSet<long>(), 0);
        var list = $"/v1/items/{folder}/children?{(order == "" ? "" : $"order={order}&")}folders_first={kind == "folders first"}&recursive={kind is "recursive" or "tree"}";

        var seen = await alice.WalkAsync(list, 4, async soFar =>
        {
            if (++rounds > 8) return; // what comes and what is renamed may always come last
            // The last one shown is what the walk goes on after; others are anywhere.
            var last = soFar[^1].Id();
            var ids = planted.Rows.Select(r => r.Id).Append(last).Where(id => !touched.Contains(id)).ToArray();
            foreach (var id in random.GetItems(ids, 2).Append(random.Next(2) == 0 ? last : random.GetItems(ids, 1)[0]).Distinct())
            {
                touched.Add(id);
                await (random.Next(2) == 0 ? alice.DeleteAsync($"/v1/items/{id}") : alice.PatchAsync($"/v1/items/{id}", new { item_name = $"{random.Next(40)} {Guid.NewGuid()}" }));
            }

            await alice.PutContentAsync($"a{random.Next(30)} {Guid.NewGuid()}", TestUser.NewContent(random.Next(1, 50)), folder);
            await alice.CreateFolderAsync($"a{random.Next(30)} {Guid.NewGuid()}", folder);
        });

        var untouched = planted.Ordered(order == "" ? "name" : order, kind == "folders first").Where(id => !touched.Contains(id)).ToList();
        Assert.InRange(untouched.Count, 15, 44);
        Assert.Equal(untouched, seen.Ids().Where(untouched.ToHashSet().Contains));
    }
}
