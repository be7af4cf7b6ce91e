using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Copies;

/// <summary>A folder's copy holds what the folder holds, by reference, and belongs to the drive that it is in.</summary>
public class CopyFolderTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task A_copy_holds_what_the_folder_holds_and_costs_no_bytes_in_the_store()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var inner = await alice.CreateFolderAsync("inner", folder);
        await alice.CreateFolderAsync("empty", inner);
        await alice.UploadAsync("a.txt", TestUser.NewContent(), inner);
        var file = (await alice.UploadAsync("a.txt", content, inner)).Id();
        await (await alice.PatchAsync($"/v1/items/{file}", new { description = "why", is_starred = true })).SucceededAsync();
        await alice.PostJsonAsync("/v1/items", new { item_name = "placeholder", type = "file", parent_id = folder });
        var trashed = (await alice.UploadAsync("trashed", TestUser.NewContent(), folder)).Id();
        await alice.TrashAsync(trashed);
        await alice.TrashAsync(await alice.CreateFolderAsync("trashed too", folder));

        var response = await alice.CopyAsync(folder, new { item_name = "G" });
        var copy = await response.SucceededAsync();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/v1/items/{copy.Id()}", response.Headers.Location?.ToString());
        Assert.Equal(("G", "/G", "folder"), (copy.Text("item_name"), copy.Text("full_path"), copy.Text("type")));
        Assert.Equal(["inner", "placeholder"], await NamesAsync(alice, copy.Id()));
        Assert.Equal(["a.txt", "empty"], (await NamesAsync(alice, await IdAsync(alice, "/G/inner"))).Order(StringComparer.Ordinal));
        var made = await alice.GetJsonAsync("/v1/items/by-path?path=/G/inner/a.txt");
        Assert.Equal(("why", false, 1), (made.Text("description"), made.GetProperty("is_starred").GetBoolean(), made.GetProperty("version_count").GetInt32()));
        Assert.Equal(content, await alice.DownloadAsync(made.Id()));
        Assert.Equal((2, 2), await alice.Service.ReferencesAsync(content));
        Assert.Single(alice.Service.Published(content));
        Assert.Equal(4 * content.Length, await alice.UsedBytesAsync());
        await (await alice.GetAsync($"/v1/files/{await IdAsync(alice, "/G/placeholder")}/download")).IsProblemAsync(HttpStatusCode.Conflict, "no_content");
    }

    [Fact]
    public async Task What_one_may_read_is_copied_into_ones_own_drive_with_nobody_elses_grants()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F", await alice.CreateFolderAsync("hidden"));
        var inner = await alice.CreateFolderAsync("inner", folder);
        await alice.UploadAsync("a", content, inner);
        await (await bob.CopyAsync(folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await api.Service.GrantAsync(folder, bob, 1);
        await api.Service.GrantAsync(inner, carol, 3);

        var copy = await (await bob.CopyAsync(folder)).SucceededAsync();
        await alice.TrashAsync(folder);
        await alice.PurgeAsync(folder);

        Assert.Equal((bob.Id, "/F"), (copy.GetProperty("owner_id").GetInt64(), copy.Text("full_path")));
        Assert.Equal(content, await bob.DownloadAsync(await IdAsync(bob, "/F/inner/a")));
        Assert.Equal((0, content.Length), (await alice.UsedBytesAsync(), await bob.UsedBytesAsync()));
        await (await carol.GetAsync($"/v1/items/{await IdAsync(bob, "/F/inner")}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_taken_name_is_told_kept_free_or_freed()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("a", content, folder);
        var file = (await alice.UploadAsync("file", TestUser.NewContent())).Id();

        await (await alice.CopyAsync(folder)).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        await (await alice.CopyAsync(folder, new { on_conflict = "replace" })).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        Assert.Equal("F (1)", (await (await alice.CopyAsync(folder, new { on_conflict = "rename" })).SucceededAsync()).Text("item_name"));
        Assert.Equal("file", (await (await alice.CopyAsync(folder, new { item_name = "file", on_conflict = "replace" })).SucceededAsync()).Text("item_name"));

        Assert.Equal(file, Assert.Single(await alice.TrashedAsync()).Id());
        Assert.Equal(content, await alice.DownloadAsync(await IdAsync(alice, "/F (1)/a")));
        Assert.Equal((3, 3), await alice.Service.ReferencesAsync(content));
    }

    [Fact]
    public async Task It_does_not_go_into_itself_below_itself_nor_is_it_a_drives_root()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var inner = await alice.CreateFolderAsync("inner", folder);

        foreach (var place in new[] { folder, inner })
            await (await alice.CopyAsync(folder, new { parent_id = place, item_name = "x" })).IsProblemAsync(HttpStatusCode.BadRequest, "move_into_itself");
        await (await alice.CopyAsync(await api.Service.RootAsync(alice), new { parent_id = folder, item_name = "x" })).IsProblemAsync(HttpStatusCode.BadRequest, "drive_root");
        Assert.Equal("/F/inner/copy", (await (await alice.CopyAsync(inner, new { parent_id = folder, item_name = "copy" })).SucceededAsync()).Text("full_path").Replace("/copy", "/inner/copy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_copies_too_much_too_deep_or_where_they_may_not_write_is_refused_and_nothing_is_left()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync(quotaBytes: content.Length - 1));
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("a", content, folder);
        await alice.PostJsonAsync("/v1/items", new { path = "/1/2", parent_id = folder });
        var deep = (await alice.PostJsonAsync("/v1/items", new { path = string.Concat(Enumerable.Range(1, 98).Select(n => $"/{n}")) })).Id();
        await service.GrantAsync(folder, bob, 1);
        var before = await Snapshot.OfAsync(service);

        await (await bob.CopyAsync(folder)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        await (await bob.CopyAsync(folder, new { parent_id = folder, item_name = "x" })).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await bob.CopyAsync(folder, new { parent_id = deep })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.CopyAsync(folder, new { parent_id = deep })).IsProblemAsync(HttpStatusCode.BadRequest, "folder_too_deep");

        await before.IsUnchangedAsync();
    }

    [Fact]
    public async Task A_content_that_goes_away_while_the_copy_waits_for_it_is_not_referred_to()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("a", content, folder)).Id();
        await using var gone = await Holder.OfAsync(service, "UPDATE items SET current_version_id = NULL, version_count = 0, size_bytes = 0 WHERE id = $1", file);
        await gone.RunAsync("UPDATE drives SET used_bytes = 0");
        await gone.RunAsync("DELETE FROM versions WHERE item_id = $1", file);
        await gone.RunAsync("DELETE FROM blobs");

        var copying = alice.CopyAsync(folder, new { item_name = "G" });
        await gone.BlocksAsync(service, copying);
        await gone.CommitAsync();
        await (await copying).SucceededAsync();

        await (await alice.GetAsync($"/v1/files/{await IdAsync(alice, "/G/a")}/download")).IsProblemAsync(HttpStatusCode.Conflict, "no_content");
        Assert.Equal(0, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task One_key_makes_one_copy()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("a", content, folder);

        var first = await alice.PostAsync($"/v1/items/{folder}/copy", new { item_name = "G" }, "key");
        var again = await alice.PostAsync($"/v1/items/{folder}/copy", new { item_name = "G" }, "key");

        Assert.Equal((await first.SucceededAsync()).Id(), (await again.SucceededAsync()).Id());
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal((2, 2), await alice.Service.ReferencesAsync(content));
    }

    private static async Task<long> IdAsync(TestUser user, string path) => (await user.GetJsonAsync($"/v1/items/by-path?path={Uri.EscapeDataString(path)}")).Id();

    private static async Task<IReadOnlyList<string>> NamesAsync(TestUser user, long folder) =>
        [.. (await user.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray().Select(i => i.Text("item_name"))];
}
