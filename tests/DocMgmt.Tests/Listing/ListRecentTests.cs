using System.Net;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Pipeline;

namespace DocMgmt.Tests.Listing;

public class ListRecentTests(Api api, ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task What_may_be_read_is_listed_the_last_changed_first(int seed, bool hugeTrash)
    {
        output.WriteLine($"seed {seed}");
        var users = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.NewUserAsync()));
        var model = await RandomTree.PlantAsync(api.Service, users, new Random(seed), items: 150, grants: 25);
        await api.Service.ExecuteAsync("UPDATE items SET updated_at = timestamptz '2026-01-31 09:30:00.123457Z' + (id * 7 % 23) * interval '1 microsecond' WHERE drive_id = ANY ($1)", model.Drives);
        var roots = new List<long>();
        foreach (var user in users) roots.Add(await api.Service.RootAsync(user));
        if (hugeTrash) foreach (var user in users) await FillTrashAsync(user, 2_300);

        foreach (var user in users)
        {
            var expected = model.LevelsOf(user).Where(l => !roots.Contains(l.Key)).OrderByDescending(l => l.Key * 7 % 23).ThenByDescending(l => l.Key).ToList();
            var listed = await user.WalkAsync("/v1/items/recent", 11);
            Assert.Equal(expected.Select(l => l.Key), listed.Ids());
            Assert.Equal(expected.Select(l => l.Value), listed.Select(i => Array.IndexOf(["read", "write", "admin", "owner"], i.Text("permission_type")) + 1));
            Assert.Equal(expected.Count, (await user.GetJsonAsync("/v1/items/recent?$count=true&page_size=1")).GetProperty("total").GetInt32());
            Assert.Equal(expected.Select(l => l.Key).Skip(10).Take(10), (await user.GetJsonAsync("/v1/items/recent?page=2&page_size=10")).GetProperty("data").EnumerateArray().Ids());
            foreach (var type in new[] { "file", "folder" })
                Assert.Equal(listed.Where(i => i.Text("type") == type).Ids(), (await user.WalkAsync($"/v1/items/recent?type={type}", 7)).Ids());
        }
    }

    [Fact]
    public async Task What_is_taken_away_trashed_or_expired_is_gone_with_the_next_request()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var shared = await alice.CreateFolderAsync("shared");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), shared)).Id();
        var alone = (await alice.UploadAsync("alone", TestUser.NewContent())).Id();
        await api.Service.GrantAsync(shared, bob, 1);
        await api.Service.GrantAsync(alone, bob, 2);

        Assert.Equal([alone, file, shared], (await bob.WalkAsync("/v1/items/recent", 2)).Ids().OrderDescending());
        await api.Service.ExecuteAsync("UPDATE permissions SET expires_at = now() - interval '1 second' WHERE item_id = $1", alone);
        Assert.Equal([file, shared], (await bob.WalkAsync("/v1/items/recent", 2)).Ids().OrderDescending());
        await alice.TrashAsync(file);
        Assert.Equal([shared], (await bob.WalkAsync("/v1/items/recent", 2)).Ids());
        Assert.Equal([alone, shared], (await alice.WalkAsync("/v1/items/recent", 2)).Ids().OrderDescending());
        await alice.TrashAsync(shared);
        Assert.Equal([alone], (await alice.WalkAsync("/v1/items/recent", 2)).Ids());
        Assert.Equal([], (await bob.WalkAsync("/v1/items/recent", 2)).Ids());
        await api.Service.DisableAsync(alice);
        await (await alice.GetAsync("/v1/items/recent")).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
        await (await alice.GetAsync("/v1/items/starred")).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
    }

    [Fact]
    public async Task What_others_change_comes_first()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        await api.Service.GrantAsync(folder, bob, 2);
        var own = await bob.CreateFolderAsync("own");

        Assert.Equal(own, (await bob.WalkAsync("/v1/items/recent", 5))[0].Id());
        await alice.PatchAsync($"/v1/items/{file}", new { item_name = "g" });

        Assert.Equal(file, (await bob.WalkAsync("/v1/items/recent", 5))[0].Id());
    }

    /// <summary>Files that are newer than all else in the drive, in a folder in the trash.</summary>
    private async Task FillTrashAsync(TestUser user, int files)
    {
        var folder = await user.CreateFolderAsync($"{Guid.NewGuid()}");
        await api.Service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT drive_id, id, 'file', CAST(n AS text), CAST(n AS text), 0, created_by, now(), now() FROM items, generate_series(1, CAST($2 AS integer)) n WHERE id = $1
            """, folder, files);
        await user.TrashAsync(folder);
    }
}
