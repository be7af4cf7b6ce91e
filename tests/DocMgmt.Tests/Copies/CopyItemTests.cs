using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Copies;

/// <summary>A copy refers to the same content, in a drive that pays for it.</summary>
public class CopyItemTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task A_copy_is_a_reference_more_and_no_bytes()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("a.txt", TestUser.NewContent(), folder)).Id();
        await alice.UploadAsync("a.txt", content, folder);

        var response = await alice.CopyAsync(file);
        var copy = await response.SucceededAsync();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/v1/items/{copy.Id()}", response.Headers.Location?.ToString());
        Assert.Equal(("/a.txt", 1), (copy.Text("full_path"), copy.GetProperty("version_count").GetInt32()));
        Assert.Equal(content, await alice.DownloadAsync(copy.Id()));
        Assert.Equal((2, 2), await alice.Service.ReferencesAsync(content));
        Assert.Single(alice.Service.Published(content));
        Assert.Equal(3 * content.Length, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task What_one_may_read_is_copied_into_ones_own_drive_and_outlives_the_original()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("a", content)).Id();
        await (await bob.CopyAsync(file)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await api.Service.GrantAsync(file, bob, 1);

        var copy = (await (await bob.CopyAsync(file)).SucceededAsync()).Id();
        await alice.TrashAsync(file);
        await alice.PurgeAsync(file);

        Assert.Equal(content, await bob.DownloadAsync(copy));
        Assert.Equal((0, content.Length), (await alice.UsedBytesAsync(), await bob.UsedBytesAsync()));
    }

    [Fact]
    public async Task A_taken_name_is_told_kept_free_or_freed()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a.txt", content)).Id();

        await (await alice.CopyAsync(file)).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        Assert.Equal("a (1).txt", (await (await alice.CopyAsync(file, new { on_conflict = "rename" })).SucceededAsync()).Text("item_name"));
        Assert.Equal("b", (await (await alice.CopyAsync(file, new { item_name = "b" })).SucceededAsync()).Text("item_name"));
        var replaced = await (await alice.CopyAsync(file, new { item_name = "b", on_conflict = "replace" })).SucceededAsync();

        await (await alice.CopyAsync(file, new { on_conflict = "replace" })).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");

        Assert.NotEqual(replaced.Id(), Assert.Single(await alice.TrashedAsync()).Id());
    }

    [Fact]
    public async Task Who_copies_into_a_full_drive_or_where_they_may_not_write_is_refused()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync(quotaBytes: content.Length - 1));
        var (file, folder) = ((await alice.UploadAsync("a", content)).Id(), await alice.CreateFolderAsync("F"));
        await api.Service.GrantAsync(file, bob, 1);
        await api.Service.GrantAsync(folder, bob, 1);

        await (await bob.CopyAsync(file)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        await (await bob.CopyAsync(file, new { parent_id = folder })).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await bob.CopyAsync(file, new { parent_id = long.MaxValue })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
    }

    [Fact]
    public async Task A_placeholder_has_nothing_to_copy()
    {
        var alice = await api.NewUserAsync();
        var placeholder = (await alice.PostJsonAsync("/v1/items", new { item_name = "p", type = "file" })).Id();

        await (await alice.CopyAsync(placeholder, new { item_name = "q" })).IsProblemAsync(HttpStatusCode.Conflict, "no_content");
    }
}
