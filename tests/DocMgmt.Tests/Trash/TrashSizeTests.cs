using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>What is in the trash says what it takes: of all that went there with it, counted once.</summary>
public class TrashSizeTests(Api api)
{
    [Fact]
    public async Task A_folder_tells_what_it_took_along_and_all_of_it_adds_up()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (folder, placeholder) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("empty"));
        var inner = await alice.CreateFolderAsync("inner", folder);
        await alice.UploadAsync("versions", TestUser.NewContent(1_000), inner);
        await alice.UploadAsync("versions", TestUser.NewContent(200), inner);
        await alice.UploadAsync("a", TestUser.NewContent(30), folder);
        var before = (await alice.UploadAsync("before", TestUser.NewContent(4), inner)).Id();
        await alice.UploadAsync("live", TestUser.NewContent(50_000));
        foreach (var item in new[] { before, folder, placeholder }) await alice.TrashAsync(item);

        var trashed = await TrashedAsync(alice);

        Assert.Equal((1_230, 4), trashed[folder]); // itself, inner, two files
        Assert.Equal((4, 1), trashed[before]);
        Assert.Equal((0, 1), trashed[placeholder]);
        Assert.Equal(await alice.UsedBytesAsync() - 50_000, trashed.Values.Sum(t => t.Bytes));
        var storage = await (await service.AdministratorAsync()).GetJsonAsync("/v1/admin/storage");
        Assert.Equal(trashed.Values.Sum(t => t.Bytes), storage.GetProperty("trash_bytes").GetInt64());
    }

    [Fact]
    public async Task It_is_counted_once_until_it_comes_out_again()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("a", TestUser.NewContent(30), folder);
        await alice.TrashAsync(folder);
        Assert.Equal((30, 2), (await TrashedAsync(alice))[folder]);
        await service.ExecuteAsync("UPDATE trash_sizes SET item_count = 99"); // nobody counts again

        Assert.Equal((30, 99), (await TrashedAsync(alice))[folder]);

        await (await alice.RestoreAsync(folder)).SucceededAsync();
        await alice.UploadAsync("b", TestUser.NewContent(4), folder);
        await alice.TrashAsync(folder);
        Assert.Equal((34, 3), (await TrashedAsync(alice))[folder]);
    }

    [Fact]
    public async Task What_is_taken_out_of_a_folder_counts_there_no_more()
    {
        var alice = await api.NewUserAsync();
        var (folder, file) = await FolderAsync(alice);
        Assert.Equal((34, 3), (await TrashedAsync(alice))[folder]);

        await (await alice.RestoreAsync(file, new { parent_id = (long?)null })).SucceededAsync();

        Assert.Equal((4, 2), (await TrashedAsync(alice))[folder]);
    }

    [Fact]
    public async Task A_folder_that_somebody_has_is_listed_at_once_and_counted_later()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (folder, _) = await FolderAsync(alice);
        await using (await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", folder))
        {
            var listed = Assert.Single(await alice.TrashedAsync());
            Assert.Equal((folder, JsonValueKind.Null), (listed.Id(), listed.GetProperty("item_count").ValueKind));
        }

        Assert.Equal((34, 3), (await TrashedAsync(alice))[folder]);
    }

    /// <summary>Somebody else's count of the same folder is in the way of ours; what we have counted by then must not be kept.</summary>
    [Fact]
    public async Task Who_counts_while_something_is_taken_out_leaves_no_former_count()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (folder, file) = await FolderAsync(alice);
        var holder = await Holder.OfAsync(service, "INSERT INTO trash_sizes (item_id, total_bytes, item_count) VALUES ($1, 0, 0)", folder);
        var listing = alice.TrashedAsync();
        await holder.BlocksAsync(service, listing);

        var restoring = alice.RestoreAsync(file, new { parent_id = (long?)null });
        await Task.WhenAny(restoring, Eventually.WaitForLockAsync(service, 2));
        await holder.DisposeAsync();
        await (await restoring).SucceededAsync();
        await listing;

        Assert.Equal((4, 2), (await TrashedAsync(alice))[folder]);
    }

    [Fact]
    public async Task What_is_inside_is_listed_by_name_with_the_folder_s_time()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        foreach (var name in new[] { "b", "a 10", "a 9" }) await alice.UploadAsync(name, TestUser.NewContent(30), folder);
        var inner = await alice.CreateFolderAsync("c", folder);
        await alice.UploadAsync("deep", TestUser.NewContent(7), inner);
        await alice.TrashAsync((await alice.UploadAsync("before", TestUser.NewContent(4), folder)).Id());
        await alice.TrashAsync(folder);
        var root = (await alice.TrashedAsync())[0];

        var first = await alice.GetJsonAsync($"/v1/trash/{folder}/children?page_size=3");
        var second = await alice.GetJsonAsync($"/v1/trash/{folder}/children?page_size=3&cursor={first.Text("next_cursor")}");

        var children = first.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray()).ToList();
        Assert.Equal(["a 9", "a 10", "b", "c"], children.Select(c => c.Text("item_name")));
        Assert.Equal(4, first.GetProperty("total").GetInt32());
        Assert.Equal("/F/a 9", children[0].Text("full_path"));
        Assert.All(children, c => Assert.Equal(root.Text("expires_at"), c.Text("expires_at")));
        Assert.Equal([30L, 30L, 30L, null], children.Select(c => c.GetProperty("total_bytes").ValueKind == JsonValueKind.Null ? (long?)null : c.GetProperty("total_bytes").GetInt64()));
        Assert.Equal("/F/c/deep", Assert.Single((await alice.GetJsonAsync($"/v1/trash/{inner}/children")).GetProperty("data").EnumerateArray()).Text("full_path"));
    }

    private static async Task<(long Folder, long File)> FolderAsync(TestUser alice)
    {
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("a", TestUser.NewContent(30), folder)).Id();
        await alice.UploadAsync("b", TestUser.NewContent(4), folder);
        await alice.TrashAsync(folder);
        return (folder, file);
    }

    private static async Task<Dictionary<long, (long Bytes, long Items)>> TrashedAsync(TestUser user) =>
        (await user.TrashedAsync()).ToDictionary(t => t.Id(), t => (t.GetProperty("total_bytes").GetInt64(), t.GetProperty("item_count").GetInt64()));
}
