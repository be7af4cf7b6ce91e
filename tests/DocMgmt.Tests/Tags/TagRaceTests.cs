using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

/// <summary>Many who do all that there is to do with tags and with what carries them: the counts stay exact, and nobody is told of it.</summary>
public class TagRaceTests(Api api)
{
    private const int Clients = 16;
    private static readonly string[] Names = ["red", "Red", "green", "GREEN", "blue"];

    // How often each is done, of about a hundred.
    private static readonly (string What, int Often)[] Deeds =
    [
        ("set", 18), ("set by ids", 8), ("add", 12), ("add by id", 6), ("remove", 6), ("make tag", 3), ("rename tag", 3), ("merge tags", 5), ("merge into what is put", 8), ("delete tag", 3),
        ("upload", 8), ("make folder", 5), ("trash", 8), ("restore", 3), ("purge", 6), ("copy", 6), ("move", 6),
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
        Assert.Equal((0L, seed), (await Work.DeadlocksAsync(service), seed));
    }

    private static async Task WorkAsync(World world, TestUser user, Random random, int deeds)
    {
        for (var n = 0; n < deeds; n++)
        {
            var (what, thing, send) = Choose(world, user, random);
            var answer = await send();
            // Who waits five seconds for a lock, which a busy machine makes likely, is asked to come again.
            for (var again = 0; again < 5 && answer.StatusCode == HttpStatusCode.ServiceUnavailable; again++) answer = await send();
            if (answer.IsSuccessStatusCode)
            {
                world.Done.TryAdd(what, true);
                if (what is "merge tags" or "merge into what is put" or "delete tag") world.Tags.Remove(thing);
                if (what == "trash") world.Trash.Add(thing);
                if (what is "restore" or "purge") world.Trash.Remove(thing);
                if (answer.StatusCode != HttpStatusCode.Accepted) world.Learn(what, await answer.JsonAsync());
            }
            else if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity))
            {
                world.Unexpected.Add($"{what}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    /// <summary>What is done next, to what, and a way of doing it, also once more.</summary>
    private static (string What, long Thing, Func<Task<HttpResponseMessage>> Send) Choose(World world, TestUser user, Random random)
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
        if (what is "trash" or "move" or "set" or "add" && random.Next(3) == 0) item = world.Folders.Pick(random);
        if (what is "restore" or "purge") item = world.Trash.Pick(random);
        var names = Enumerable.Range(0, random.Next(4)).Select(_ => Names[random.Next(Names.Length)]).ToArray();
        var (name, numbered, other, bytes) = (names.FirstOrDefault("black"), $"{Names[random.Next(Names.Length)]}{random.Next(4)}", world.Tags.Pick(random), (byte)random.Next(4));
        var (ids, fresh, late) = (new[] { tag, other }[..random.Next(3)], $"{random.Next()}", random.Next(15));
        long[] several = [item, world.Items.Pick(random), world.Items.Pick(random)];
        return what switch
        {
            "set" => (what, item, () => user.PutTagsAsync(item, new { tags = names })),
            "set by ids" => (what, item, () => user.PutTagsAsync(item, new { tag_ids = ids })),
            "add" => (what, item, () => user.PostAsync($"/v1/items/{item}/tags", new { name })),
            "add by id" => (what, item, () => user.SendAsync(HttpMethod.Put, $"/v1/items/{item}/tags/{tag}", null, null)),
            "remove" => (what, item, () => user.DeleteAsync($"/v1/items/{item}/tags/{tag}")),
            "make tag" => (what, tag, () => user.PostAsync("/v1/tags", new { name = numbered })),
            "rename tag" => (what, tag, () => user.PatchAsync($"/v1/tags/{tag}", new { name = numbered })),
            "merge tags" => (what, tag, () => user.PostAsync($"/v1/tags/{tag}/merge", new { into = other })),
            "merge into what is put" => (what, tag, () => MergeIntoPutAsync(user, tag, other, several, late)),
            "delete tag" => (what, tag, () => user.DeleteAsync($"/v1/tags/{tag}")),
            "upload" => (what, folder, () => user.PutContentAsync(fresh, [bytes], folder)),
            "make folder" => (what, folder, () => user.PostAsync("/v1/items", new { item_name = fresh, type = "folder", parent_id = folder })),
            "trash" => (what, item, () => user.DeleteAsync($"/v1/items/{item}")),
            "restore" => (what, item, () => user.RestoreAsync(item, new { parent_id = home, on_conflict = "rename" })),
            "purge" => (what, item, () => user.DeleteAsync($"/v1/trash/{item}")),
            "copy" => (what, item, () => user.CopyAsync(item, new { parent_id = home, on_conflict = "rename" })),
            _ => (what, item, () => user.MoveAsync(item, folder, onConflict: "rename")),
        };
    }

    /// <summary>What carries one tag gets another one while the first is merged into that: the item is met with either, or both, or one.</summary>
    private static async Task<HttpResponseMessage> MergeIntoPutAsync(TestUser user, long tag, long into, long[] items, int late)
    {
        Task<HttpResponseMessage[]> PutAsync(long id) => Task.WhenAll(items.Select(i => user.SendAsync(HttpMethod.Put, $"/v1/items/{i}/tags/{id}", null, null)));
        async Task<HttpResponseMessage[]> MergeAsync()
        {
            await Task.Delay(late);
            return [await user.PostAsync($"/v1/tags/{tag}/merge", new { into })];
        }

        HttpResponseMessage[] answers = [.. await PutAsync(tag), .. (await Task.WhenAll(PutAsync(into), MergeAsync())).SelectMany(a => a)];
        return answers.FirstOrDefault(a => a.StatusCode >= HttpStatusCode.InternalServerError && a.StatusCode != HttpStatusCode.ServiceUnavailable, answers[^1]);
    }

    /// <summary>Two drives of which both may write in a part of the other's, and what is known of them.</summary>
    private sealed class World
    {
        public TestUser[] Users { get; private init; } = [];
        public long[] Homes { get; private init; } = [];
        public Pool Items { get; } = new(40);
        public Pool Folders { get; } = new(8);
        public Pool Trash { get; } = new(8);
        public Pool Tags { get; } = new(10); // few, so that many come to one
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

        public void Remove(long id)
        {
            lock (ids) ids.Remove(id);
        }

        /// <summary>Of none: what is nowhere.</summary>
        public long Pick(Random random)
        {
            lock (ids) return ids.Count == 0 ? long.MaxValue : ids[random.Next(ids.Count)];
        }
    }
}
