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
                    var upload = await alice.PutContentAsync($"f{random.Next(12)}", content, folders[random.Next(4)]);
                    var copy = await alice.CopyAsync(files[random.Next(12)], new { parent_id = folders[random.Next(4)], on_conflict = "rename" });
                    Assert.All([upload, copy], a => Assert.True((int)a.StatusCode is < 500 or 503, $"seed {seed}: {a.StatusCode}"));
                    continue;
                }

                var answer = await alice.BatchAsync(Enumerable.Range(0, 20).Select(_ => Operation(random, files, folders)), atomic: random.Next(4) == 0);
                // Who waits five seconds for a lock, which a busy machine makes likely, is asked to come again; that is no circle.
                Assert.True((int)answer.StatusCode is < 500 or 503, $"seed {seed}: {await answer.Content.ReadAsStringAsync()}");
            }
        }));

        Assert.Equal((0L, seed), (await Work.DeadlocksAsync(service), seed));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Who_may_only_read_locks_nothing_of_those_whom_they_read_from()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        await alice.ShareAsync(file, bob, "read");
        var (here, there) = (await bob.CreateFolderAsync("here"), await bob.CreateFolderAsync("there"));
        var own = (await bob.UploadAsync("own", TestUser.NewContent())).Id();
        await using var star = await Holder.OfAsync(service, "INSERT INTO stars (user_id, item_id, created_at) VALUES ($1, $2, now())", bob.Id, file);

        var batch = bob.BatchAsync([
            new { op = "star", item_id = file },
            new { op = "revoke", item_id = file, permission_id = long.MaxValue },
            new { op = "delete", item_id = file },
            new { op = "tag", item_id = file, name = "x" },
            new { op = "tag", item_id = own, name = "x" },
            new { op = "set_tags", item_id = own, tag_ids = Enumerable.Range(1, 200) },
            new { op = "move", item_id = here, parent_id = there },
        ]);
        await star.BlocksAsync(service, batch); // with all of its locks
        await using (var alone = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(drive_id) FROM items WHERE id = $1", folder))
            await alone.RunAsync("SELECT 1 FROM folders WHERE id = $1 FOR UPDATE NOWAIT", folder);
        await alice.PostJsonAsync("/v1/tags", new { name = "x" });
        await star.CommitAsync();

        Assert.Equal("200", (await batch.ResultsAsync())[0].Outcome());
    }

    [Fact]
    public async Task What_would_begin_later_than_others_wait_is_left_to_another_batch()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (first, second) = ((await alice.UploadAsync("a", TestUser.NewContent())).Id(), (await alice.UploadAsync("b", TestUser.NewContent())).Id());
        await using var star = await Holder.OfAsync(service, "INSERT INTO stars (user_id, item_id, created_at) VALUES ($1, $2, now())", alice.Id, first);

        var batch = alice.BatchAsync([new { op = "star", item_id = first }, new { op = "delete", item_id = second }]);
        await star.BlocksAsync(service, batch);
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        await star.CommitAsync();

        Assert.Equal(["200", "409 batch_too_long"], (await batch.ResultsAsync()).Select(r => r.Outcome()));
        Assert.Equal("owner", await alice.LevelAsync(second));
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
