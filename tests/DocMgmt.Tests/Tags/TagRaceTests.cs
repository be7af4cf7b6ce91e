using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

/// <summary>Many who do all that there is to do with tags and with what carries them: the counts stay exact, and nobody is told of it.</summary>
public class TagRaceTests(Api api)
{
    private const int Clients = 16;
    private static readonly string[] Names = ["red", "Red", "green", "GREEN", "blue", "Blue", "black", "white"];

    // How often each is done, of about a hundred.
    private static readonly (string What, int Often)[] Deeds =
    [
        ("set", 20), ("set by ids", 8), ("add", 12), ("add by id", 6), ("remove", 8), ("make tag", 3), ("rename tag", 3), ("merge tags", 6), ("delete tag", 3),
        ("upload", 8), ("make folder", 3), ("trash", 6), ("restore", 4), ("purge", 4), ("copy", 6), ("move", 8),
    ];

    [Fact]
    public Task Counts_are_exact_after_what_sixteen_clients_did_at_random() => RaceAsync(2_000);

    [Fact]
    [Trait("Category", "Long")]
    public Task Counts_are_exact_after_ten_thousand_things_that_sixteen_clients_did_at_random() => RaceAsync(10_000);

    private async Task RaceAsync(int deeds)
    {
        var seed = Random.Shared.Next();
        await using var service = await api.StartAsync();
        var world = await World.MakeAsync(service);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => WorkAsync(world, world.Users[n % 2], new Random(seed + n), deeds / Clients)));

        Assert.True(world.Unexpected.IsEmpty, $"seed {seed}\n{string.Join('\n', world.Unexpected.Take(5))}");
        Assert.Equal([], Deeds.Select(d => d.What).Where(d => !world.Done.ContainsKey(d)).Select(d => $"seed {seed}: no {d}"));
        Assert.Equal($"seed {seed}: ", $"seed {seed}: " + await service.ScalarAsync<string>("""
            SELECT string_agg(g.name || ' ' || g.usage_count || ' instead of ' || n.count, ', ')
            FROM tags g CROSS JOIN LATERAL (SELECT count(*) FROM item_tags x WHERE x.tag_id = g.id) n WHERE g.usage_count <> n.count
            """));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM item_tags x JOIN items i ON i.id = x.item_id JOIN tags g ON g.id = x.tag_id WHERE g.drive_id <> i.drive_id"));
        await service.DoctorAsync();
    }

    private static async Task WorkAsync(World world, TestUser user, Random random, int deeds)
    {
        for (var n = 0; n < deeds; n++)
        {
            var (what, answer) = await DoAsync(world, user, random);
            if (answer.IsSuccessStatusCode)
            {
                world.Done.TryAdd(what, true);
                if (answer.StatusCode != HttpStatusCode.Accepted) world.Learn(what, await answer.JsonAsync());
            }
            else if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity))
            {
                world.Unexpected.Add($"{what}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    private static async Task<(string What, HttpResponseMessage Answer)> DoAsync(World world, TestUser user, Random random)
    {
        var (what, at) = ("", random.Next(Deeds.Sum(d => d.Often)));
        foreach (var (deed, often) in Deeds)
        {
            if ((at -= often) >= 0) continue;
            what = deed;
            break;
        }

        var (item, tag, home) = (world.Items.Pick(random), world.Tags.Pick(random), world.Homes[random.Next(world.Homes.Length)]);
        var folder = random.Next(2) == 0 ? home : world.Folders.Pick(random);
        if (what is "trash" or "purge" or "move" && random.Next(3) == 0) item = world.Folders.Pick(random);
        var names = Enumerable.Range(0, random.Next(4)).Select(_ => Names[random.Next(Names.Length)]).ToArray();
        var name = Names[random.Next(Names.Length)];
        return (what, await (what switch
        {
            "set" => user.PutTagsAsync(item, new { tags = names }),
            "set by ids" => user.PutTagsAsync(item, new { tag_ids = new[] { tag, world.Tags.Pick(random) }[..random.Next(3)] }),
            "add" => user.PostAsync($"/v1/items/{item}/tags", new { name }),
            "add by id" => user.SendAsync(HttpMethod.Put, $"/v1/items/{item}/tags/{tag}", null, null),
            "remove" => user.DeleteAsync($"/v1/items/{item}/tags/{tag}"),
            "make tag" => user.PostAsync("/v1/tags", new { name = $"{name}{random.Next(3)}" }),
            "rename tag" => user.PatchAsync($"/v1/tags/{tag}", new { name = $"{name}{random.Next(3)}" }),
            "merge tags" => user.PostAsync($"/v1/tags/{tag}/merge", new { into = world.Tags.Pick(random) }),
            "delete tag" => user.DeleteAsync($"/v1/tags/{tag}"),
            "upload" => user.PutContentAsync($"{random.Next()}", [(byte)random.Next(4)], folder),
            "make folder" => user.PostAsync("/v1/items", new { item_name = $"{random.Next()}", type = "folder", parent_id = folder }),
            "trash" => user.DeleteAsync($"/v1/items/{item}"),
            "restore" => user.RestoreAsync(item, new { parent_id = home, on_conflict = "rename" }),
            "purge" => user.DeleteAsync($"/v1/trash/{item}"),
            "copy" => user.CopyAsync(item, new { parent_id = home, on_conflict = "rename" }),
            _ => user.MoveAsync(item, folder, onConflict: "rename"),
        }));
    }

    /// <summary>Two drives of which both may write in a part of the other's, and what is known of them.</summary>
    private sealed class World
    {
        public TestUser[] Users { get; private init; } = [];
        public long[] Homes { get; private init; } = [];
        public Pool Items { get; } = new(40);
        public Pool Folders { get; } = new(8);
        public Pool Tags { get; } = new(12); // few, so that many come to one
        public ConcurrentDictionary<string, bool> Done { get; } = new(StringComparer.Ordinal);
        public ConcurrentBag<string> Unexpected { get; } = [];

        public static async Task<World> MakeAsync(TestService service)
        {
            TestUser[] users = [await service.NewUserAsync(), await service.NewUserAsync()];
            var world = new World { Users = users, Homes = [await users[0].CreateFolderAsync("home"), await users[1].CreateFolderAsync("home")] };
            for (var n = 0; n < 2; n++)
            {
                await service.GrantAsync(world.Homes[n], users[1 - n], 2);
                world.Learn("make folder", await users[n].PostJsonAsync("/v1/items", new { item_name = "box", type = "folder", parent_id = world.Homes[n] }));
                for (var m = 0; m < 8; m++) world.Learn("upload", await users[n].UploadAsync($"{m}", [(byte)m], world.Homes[n]));
                world.Learn("make tag", await users[n].PostJsonAsync("/v1/tags", new { name = "red" }));
            }

            return world;
        }

        public void Learn(string what, JsonElement answer)
        {
            if (answer.ValueKind == JsonValueKind.Array) foreach (var tag in answer.EnumerateArray()) Tags.Add(tag.Id());
            if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("id", out var id)) return;
            if (answer.TryGetProperty("usage_count", out _)) Tags.Add(id.GetInt64());
            else Items.Add(id.GetInt64());
            if (what == "make folder") Folders.Add(id.GetInt64());
        }
    }

    /// <summary>The latest few, so that what is gone is forgotten.</summary>
    private sealed class Pool(int kept)
    {
        private readonly List<long> ids = [];

        public void Add(long id)
        {
            lock (ids)
            {
                if (ids.Contains(id)) return;
                ids.Add(id);
                if (ids.Count > kept) ids.RemoveAt(0);
            }
        }

        public long Pick(Random random)
        {
            lock (ids) return ids[random.Next(ids.Count)];
        }
    }
}
