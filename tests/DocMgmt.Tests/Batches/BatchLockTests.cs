using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Batches;

/// <summary>Batches take their locks in one order, whatever the order of their operations: they wait for each other and for others, and never in a circle.</summary>
public class BatchLockTests(Api api)
{
    [Fact]
    public async Task Batches_that_cross_each_other_and_everybody_else_never_meet_in_a_circle()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var seed = Random.Shared.Next();
        var content = TestUser.NewContent();
        var folders = new List<long>();
        for (var n = 0; n < 4; n++) folders.Add(await alice.CreateFolderAsync($"F{n}"));
        var files = new List<long>();
        for (var n = 0; n < 12; n++) files.Add((await alice.UploadAsync($"f{n}", n % 3 == 0 ? content : TestUser.NewContent(), folders[n % 4])).Id());

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async client =>
        {
            var random = new Random(seed + client);
            for (var round = 0; round < 8; round++)
            {
                if (client >= 4)
                {
                    await alice.PutContentAsync($"f{random.Next(12)}", content, folders[random.Next(4)]);
                    await alice.CopyAsync(files[random.Next(12)], new { parent_id = folders[random.Next(4)], on_conflict = "rename" });
                    continue;
                }

                var answer = await alice.BatchAsync(Enumerable.Range(0, 20).Select(_ => Operation(random, files, folders)), atomic: random.Next(4) == 0);
                // Who waits five seconds for a lock, which a busy machine makes likely, is asked to come again; that is no circle.
                Assert.True((int)answer.StatusCode is < 500 or 503, $"seed {seed}: {await answer.Content.ReadAsStringAsync()}");
            }
        }));

        Assert.Equal((0L, seed), (await service.ScalarAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"), seed));
        await service.DoctorAsync();
    }

    private static object Operation(Random random, List<long> files, List<long> folders)
    {
        var (file, folder) = (files[random.Next(files.Count)], folders[random.Next(folders.Count)]);
        return random.Next(10) switch
        {
            0 or 1 => new { op = "move", item_id = file, parent_id = folder, on_conflict = "rename" },
            2 => new { op = "copy", item_id = file, parent_id = folder, item_name = $"copy{random.Next(5)}" },
            3 => new { op = "delete", item_id = file },
            4 => new { op = "restore", item_id = file, parent_id = folder, on_conflict = "rename" },
            5 => new { op = "star", item_id = file, is_starred = random.Next(2) == 0 },
            6 => new { op = "move", item_id = folders[random.Next(folders.Count)], parent_id = folder },
            7 => new { op = "tag", item_id = file, name = $"tag{random.Next(6)}" },
            8 => new { op = "set_tags", item_id = file, tags = Enumerable.Range(0, 3).Select(_ => $"tag{random.Next(6)}").Distinct() },
            _ => (object)new { op = "move", item_id = folder, parent_id = (long?)null },
        };
    }
}
