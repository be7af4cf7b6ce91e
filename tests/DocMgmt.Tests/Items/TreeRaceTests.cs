using System.Collections.Concurrent;
using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

/// <summary>Many who change one tree at once: it stays a tree, nothing is lost from it, and nobody is told of a deadlock.</summary>
public class TreeRaceTests(Api api)
{
    private const int Clients = 16, Steps = 25, Seed = 20_261_124;

    [Fact]
    public async Task Of_two_crossing_moves_one_succeeds()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        for (var round = 0; round < 25; round++)
        {
            var (a, b) = (await alice.CreateFolderAsync($"a{round}"), await alice.CreateFolderAsync($"b{round}"));

            var answers = await Task.WhenAll(alice.MoveAsync(a, b), alice.MoveAsync(b, a));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest], answers.Select(x => x.StatusCode).Order());
            await (await alice.DeleteAsync($"/v1/items/{(answers[0].IsSuccessStatusCode ? b : a)}")).SucceededAsync();
        }

        await service.DoctorAsync();
    }

    /// <summary>Two drives, so that moves cross between them too.</summary>
    [Fact]
    public async Task Whatever_many_do_at_once_the_tree_stays_whole()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (homeA, homeB) = (await alice.CreateFolderAsync("home"), await bob.CreateFolderAsync("home"));
        await service.GrantAsync(homeA, bob, 2);
        await service.GrantAsync(homeB, alice, 2);
        var folders = new ConcurrentBag<long>();
        for (var n = 0; n < 6; n++)
        {
            folders.Add(await alice.CreateFolderAsync($"f{n}", homeA));
            folders.Add(await bob.CreateFolderAsync($"g{n}", homeB));
        }

        var files = new ConcurrentDictionary<long, byte[]>();
        var unexpected = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => WorkAsync(n % 2 == 0 ? alice : bob, n, folders, files, unexpected)));

        Assert.True(unexpected.IsEmpty, string.Join('\n', unexpected.Take(5)));
        await service.DoctorAsync();
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE NOT maintenance AND finished_at IS NULL") == 0);
        var copied = await service.ScalarAsync<long>("""
            SELECT CAST(COALESCE(sum(CAST(metadata->>'items' AS bigint)), 0) AS bigint) FROM events e JOIN items i ON i.id = e.item_id WHERE e.action = 'copy' AND i.type = 'folder'
            """);
        Assert.True(copied > 0);
        // Each folder was made by its own event, or is one of the copied things.
        Assert.Equal(files.Count + copied + await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'create' AND item_id IS NOT NULL"),
            await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE parent_id IS NOT NULL OR trashed_at IS NOT NULL"));
        await EverythingComesBackAsync(service, alice, bob, files);
    }

    private static async Task WorkAsync(TestUser user, int client, ConcurrentBag<long> folders, ConcurrentDictionary<long, byte[]> files, ConcurrentBag<string> unexpected)
    {
        var random = new Random(Seed + client);
        for (var n = 0; n < Steps; n++)
        {
            var (all, known) = (folders.ToArray(), files.Keys.ToArray());
            long Folder() => all[random.Next(all.Length)];
            var content = Guid.NewGuid().ToByteArray();
            var what = random.Next(known.Length == 0 ? 3 : 11);
            var answer = await (what switch
            {
                0 => user.PostAsync("/v1/items", new { item_name = $"{client}-{n}", type = "folder", parent_id = Folder() }),
                1 or 2 => user.PutContentAsync($"{client}-{n}.txt", content, Folder()),
                3 => user.MoveAsync(Folder(), Folder(), onConflict: "rename"),
                4 => user.MoveAsync(known[random.Next(known.Length)], Folder(), onConflict: "rename"),
                5 => user.DeleteAsync($"/v1/items/{(random.Next(4) == 0 ? Folder() : known[random.Next(known.Length)])}"),
                6 => user.RestoreAsync(random.Next(2) == 0 ? Folder() : known[random.Next(known.Length)], new { parent_id = Folder(), on_conflict = "rename" }),
                7 => user.CopyAsync(known[random.Next(known.Length)], new { parent_id = Folder(), on_conflict = "rename" }),
                9 => user.CopyAsync(Folder(), new { parent_id = Folder(), on_conflict = "rename" }),
                8 => user.PostAsync("/v1/items", new { path = $"/{n % 3}/{n % 2}", parent_id = Folder() }),
                _ => user.RenameAsync(random.Next(2) == 0 ? Folder() : known[random.Next(known.Length)], $"{client}-{n}"),
            });
            if (what is 0 && answer.IsSuccessStatusCode) folders.Add((await answer.JsonAsync()).Id());
            if (what is 7 && answer.IsSuccessStatusCode && await answer.JsonAsync() is var copy) files[copy.Id()] = files.Values.First(c => TestUser.Sha256(c) == copy.Text("checksum"));
            if (what is 1 or 2 && answer.IsSuccessStatusCode) files[(await answer.JsonAsync()).Id()] = content;
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.Forbidden))
                unexpected.Add($"{what}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>What is in a trash comes out of it again, and every file is there with its content.</summary>
    private static async Task EverythingComesBackAsync(TestService service, TestUser alice, TestUser bob, ConcurrentDictionary<long, byte[]> files)
    {
        foreach (var user in new[] { alice, bob })
        {
            while (await user.TrashedAsync() is { Count: > 0 } trashed)
            {
                foreach (var item in trashed)
                    await (await user.RestoreAsync(item.Id(), new { parent_id = (long?)null, on_conflict = "rename" })).SucceededAsync();
            }
        }

        await service.DoctorAsync();
        foreach (var (file, content) in files)
        {
            var owner = await service.ScalarAsync<long>("SELECT d.owner_id FROM items i JOIN drives d ON d.id = i.drive_id WHERE i.id = $1", file) == alice.Id ? alice : bob;
            Assert.Equal(content, await owner.DownloadAsync(file));
        }
    }

    [Fact]
    public async Task Whoever_moves_what_others_move_too_is_served_in_the_end()
    {
        var alice = await api.NewUserAsync();
        var (a, b) = (await alice.CreateFolderAsync("a"), await alice.CreateFolderAsync("b"));
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();

        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => alice.MoveAsync(file, n % 2 == 0 ? a : b)));

        Assert.All(answers, x => Assert.True(x.IsSuccessStatusCode, $"{x.StatusCode}"));
    }
}
