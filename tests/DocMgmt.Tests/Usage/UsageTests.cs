using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Usage;

/// <summary>What a drive holds, and what all of them do.</summary>
public class UsageTests(OwnService own) : IClassFixture<OwnService>
{
    private static readonly string[] Parts = ["current_bytes", "old_version_bytes", "trash_bytes", "purging_bytes", "copying_bytes"];
    private readonly TestService service = own.Service;

    [Fact]
    public async Task The_parts_of_a_drive_add_up_to_what_it_uses()
    {
        var alice = await service.NewUserAsync();
        var work = await alice.CreateFolderAsync("Work");
        var inner = await alice.CreateFolderAsync("Inner", work);
        await alice.UploadAsync("a.pdf", TestUser.NewContent(1_000), inner);
        await alice.UploadAllAsync("b.txt", TestUser.NewContent(200), TestUser.NewContent(300), TestUser.NewContent(50));
        await alice.TrashAsync((await alice.UploadAsync("c.png", TestUser.NewContent(70), work)).Id());
        var gone = await alice.CreateFolderAsync("Gone");
        await alice.UploadAsync("d.png", TestUser.NewContent(30), gone);
        await alice.TrashAsync(gone);

        var usage = await alice.GetJsonAsync("/v1/users/me/usage");

        Assert.Equal((1_050, 500, 100, 0, 0), (Number(usage, "current_bytes"), Number(usage, "old_version_bytes"), Number(usage, "trash_bytes"), Number(usage, "purging_bytes"), Number(usage, "copying_bytes")));
        Assert.Equal((2, 2, 2, 2), (Number(usage, "file_count"), Number(usage, "folder_count"), Number(usage, "old_version_count"), Number(usage, "trash_file_count")));
        Assert.Equal(await alice.UsedBytesAsync(), Parts.Sum(p => Number(usage, p)));
        Assert.Equal(await alice.UsedBytesAsync(), Number(usage, "used_bytes"));
        Assert.Equal(1_550, Sum(usage, "by_type"));
        Assert.Equal(1_550, Sum(usage, "by_folder"));
    }

    [Fact]
    public async Task It_tells_by_type_and_folder_what_takes_most_and_what_is_oldest()
    {
        var alice = await service.NewUserAsync();
        var (work, home) = (await alice.CreateFolderAsync("Work"), await alice.CreateFolderAsync("Home"));
        var old = (await alice.UploadAsync("old.pdf", TestUser.NewContent(100), work)).Id();
        await alice.UploadAsync("deep.pdf", TestUser.NewContent(400), await alice.CreateFolderAsync("Deep", work));
        await alice.UploadAsync("a.png", TestUser.NewContent(300), home);
        var (thick, _) = await alice.UploadAllAsync("root.txt", TestUser.NewContent(250), TestUser.NewContent(250));

        var usage = await alice.GetJsonAsync("/v1/users/me/usage");

        Assert.Equal([("pdf", 2, 500), ("text", 1, 500), ("image", 1, 300)], Rows(usage, "by_type").Select(t => (t.Text("type"), Number(t, "file_count"), Number(t, "bytes"))).OrderByDescending(t => t.Item3).ThenBy(t => t.Item1));
        Assert.Equal([("", 1, 500), ("Home", 1, 300), ("Work", 2, 500)], Rows(usage, "by_folder").Select(f => (f.GetProperty("item_name").GetString() ?? "", Number(f, "file_count"), Number(f, "bytes"))).Order());
        Assert.Equal([("root.txt", 250, 500), ("deep.pdf", 400, 400)], Rows(usage, "largest").Take(2).Select(f => (f.Text("item_name"), Number(f, "size_bytes"), Number(f, "total_bytes"))));
        Assert.Equal(old, Number(Rows(usage, "oldest").First(), "item_id"));
        Assert.Equal(thick, Number(Rows(usage, "oldest").Last(), "item_id"));
    }

    [Fact]
    public async Task Duplicates_are_files_of_the_same_content_in_one_drive()
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (content, other) = (TestUser.NewContent(1_000), TestUser.NewContent(1_000));
        foreach (var user in new[] { alice, bob }) await user.UploadAsync("a", content);
        await alice.UploadAsync("b", content);
        await alice.UploadAsync("c", content);
        await alice.UploadAsync("d", other); // as long, and another one
        foreach (var name in new[] { "e", "f" }) await alice.UploadAsync(name, []);
        await alice.TrashAsync((await alice.UploadAsync("g", content)).Id());

        var (mine, theirs) = ((await alice.GetJsonAsync("/v1/users/me/usage")).GetProperty("duplicates"), (await bob.GetJsonAsync("/v1/users/me/usage")).GetProperty("duplicates"));

        Assert.Equal((2, 2_000), (Number(mine, "file_count"), Number(mine, "bytes")));
        var group = Assert.Single(Rows(mine, "groups"));
        Assert.Equal((TestUser.Sha256(content), 1_000, 3), (group.Text("checksum"), Number(group, "size_bytes"), Number(group, "file_count")));
        Assert.Equal(["a", "b", "c"], Rows(group, "items").Select(i => i.Text("item_name")));
        Assert.Equal((0, 0), (Number(theirs, "file_count"), Number(theirs, "bytes")));
    }

    [Fact]
    public async Task Nothing_of_others_is_in_it_whatever_they_gave()
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Alices");
        await alice.UploadAsync("secret.txt", TestUser.NewContent(), folder);
        await alice.ShareAsync(folder, bob, "admin");
        await bob.UploadAsync("bobs.txt", TestUser.NewContent(), folder); // it is Alice's all the same

        var usage = await bob.GetJsonAsync("/v1/users/me/usage");

        Assert.Equal((0, 0, 0), (Number(usage, "used_bytes"), Number(usage, "file_count"), Rows(usage, "largest").Count()));
    }

    [Fact]
    public async Task An_administrator_sees_what_all_hold_and_no_names_of_files()
    {
        var (admin, alice) = (await service.AdministratorAsync(), await service.NewUserAsync());
        var file = (await alice.UploadAsync("unspeakable.bin", TestUser.NewContent(5_000_000))).Id();
        await alice.UploadAsync("unspeakable.pdf", TestUser.NewContent(100));

        var usage = await admin.GetJsonAsync("/v1/admin/usage");

        Assert.Equal(Number(usage, "used_bytes"), Parts.Sum(p => Number(usage, p)));
        Assert.Equal(await service.ScalarAsync<long>("SELECT CAST(sum(used_bytes) AS bigint) FROM drives"), Number(usage, "used_bytes"));
        Assert.Equal((file, alice.Id), (Number(Rows(usage, "largest").First(), "item_id"), Number(Rows(usage, "largest").First(), "owner_id")));
        Assert.Equal((alice.Id, 5_000_100), (Rows(usage, "by_owner").First().GetProperty("owner").Id(), Number(Rows(usage, "by_owner").First(), "used_bytes")));
        Assert.DoesNotContain("unspeakable", usage.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_took_long_to_count_is_shown_as_it_was_until_counting_again_is_cheap()
    {
        var alice = await service.NewUserAsync();
        await alice.GetJsonAsync("/v1/users/me/usage");
        await service.ExecuteAsync("UPDATE usage_reports SET took_ms = 10000 WHERE drive_id = (SELECT id FROM drives WHERE owner_id = $1)", alice.Id);
        await alice.UploadAsync("a", TestUser.NewContent(100));

        var stale = await alice.GetJsonAsync("/v1/users/me/usage");
        await service.ExecuteAsync("UPDATE usage_reports SET as_of = as_of - interval '501 seconds' WHERE drive_id = (SELECT id FROM drives WHERE owner_id = $1)", alice.Id);
        var fresh = await alice.GetJsonAsync("/v1/users/me/usage");

        Assert.Equal((0, 100), (Number(stale, "used_bytes"), Number(fresh, "used_bytes")));
        Assert.True(fresh.GetProperty("as_of").GetDateTime() > stale.GetProperty("as_of").GetDateTime());
    }

    [Fact]
    public async Task While_somebody_counts_others_are_shown_what_was_counted_last()
    {
        var alice = await service.NewUserAsync();
        var drive = await service.ScalarAsync<long>("SELECT id FROM drives WHERE owner_id = $1", alice.Id);
        await using var counting = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(hashtextextended('usage', $1))", drive);

        await (await alice.GetAsync("/v1/users/me/usage")).IsProblemAsync(System.Net.HttpStatusCode.ServiceUnavailable, "unavailable");
        await counting.CommitAsync();
        var first = await alice.GetJsonAsync("/v1/users/me/usage");
        await service.ExecuteAsync("UPDATE usage_reports SET as_of = as_of - interval '1 hour' WHERE drive_id = $1", drive);
        await using var again = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(hashtextextended('usage', $1))", drive);

        Assert.True((await alice.GetJsonAsync("/v1/users/me/usage")).GetProperty("as_of").GetDateTime() < first.GetProperty("as_of").GetDateTime());
    }

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
    private static JsonElement.ArrayEnumerator Rows(JsonElement json, string name) => json.GetProperty(name).EnumerateArray();
    private static long Sum(JsonElement json, string name) => Rows(json, name).Sum(r => Number(r, "bytes"));
}
