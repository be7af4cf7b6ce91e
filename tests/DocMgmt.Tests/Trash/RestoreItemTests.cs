using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>Where things go that come out of the trash, and what they are called there.</summary>
public class RestoreItemTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_goes_back_to_its_place(bool inFolder)
    {
        var alice = await api.NewUserAsync();
        long? folder = inFolder ? await alice.CreateFolderAsync("F") : null;
        var file = (await alice.UploadAsync("a", content, folder)).Id();
        await alice.TrashAsync(file);

        var restored = await (await alice.RestoreAsync(file)).SucceededAsync();

        Assert.Equal((file, inFolder ? "/F/a" : "/a"), (restored.Id(), restored.Text("full_path")));
        Assert.Empty(await alice.TrashedAsync());
        Assert.Equal(content, await alice.DownloadAsync(file));
    }

    [Fact]
    public async Task Its_folder_is_in_the_trash_or_another_one_is_chosen()
    {
        var alice = await api.NewUserAsync();
        var (folder, other) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("G"));
        var files = new List<long>();
        foreach (var name in new[] { "a", "b", "c" }) files.Add((await alice.UploadAsync(name, content, folder)).Id());
        foreach (var file in files) await alice.TrashAsync(file);
        await alice.Service.TrashAsync(folder);

        await (await alice.RestoreAsync(files[0])).IsProblemAsync(HttpStatusCode.Conflict, "parent_deleted");
        await (await alice.RestoreAsync(files[0], new { parent_id = folder })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        var (elsewhere, root) = (await (await alice.RestoreAsync(files[1], new { parent_id = other })).SucceededAsync(),
            await (await alice.RestoreAsync(files[2], new { parent_id = (long?)null, item_name = "d" })).SucceededAsync());

        Assert.Equal(("/G/b", "/d"), (elsewhere.Text("full_path"), root.Text("full_path")));
    }

    [Fact]
    public async Task A_name_that_is_taken_by_then_is_told_kept_free_or_freed()
    {
        var alice = await api.NewUserAsync();
        var first = (await alice.UploadAsync("a.txt", content)).Id();
        await alice.TrashAsync(first);
        var second = (await alice.UploadAsync("a.txt", TestUser.NewContent())).Id();

        await (await alice.RestoreAsync(first)).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        var renamed = await (await alice.RestoreAsync(first, new { on_conflict = "rename" })).SucceededAsync();
        Assert.Equal("a (1).txt", renamed.Text("item_name"));

        await alice.TrashAsync(first);
        var replaced = await (await alice.RestoreAsync(first, new { item_name = "a.txt", on_conflict = "replace" })).SucceededAsync();
        Assert.Equal((first, "a.txt"), (replaced.Id(), replaced.Text("item_name")));
        Assert.Equal(second, Assert.Single(await alice.TrashedAsync()).Id());
    }

    [Fact]
    public async Task A_folders_name_is_taken_whatever_is_said()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("F", content)).Id();
        await alice.TrashAsync(file);
        await alice.CreateFolderAsync("F");

        await (await alice.RestoreAsync(file, new { on_conflict = "replace" })).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");

        Assert.Single(await alice.TrashedAsync());
    }

    [Fact]
    public async Task The_trash_gives_nothing_into_somebody_elses_drive()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await bob.CreateFolderAsync("F");
        await api.Service.GrantAsync(folder, alice, 2);
        var file = (await alice.UploadAsync("a", content)).Id();
        await alice.TrashAsync(file);

        await (await alice.RestoreAsync(file, new { parent_id = folder })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Single(await alice.TrashedAsync());
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("purge")]
    public async Task Restoring_and_purging_that_meet_have_one_outcome(string held)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a", content)).Id();
        await alice.TrashAsync(file);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", file);
        var first = held == "restore" ? alice.RestoreAsync(file) : alice.DeleteAsync($"/v1/trash/{file}");
        await holder.BlocksAsync(api.Service, first);
        var second = held == "restore" ? alice.DeleteAsync($"/v1/trash/{file}") : alice.RestoreAsync(file);
        await holder.BlocksAsync(api.Service, second, 2);
        await holder.CommitAsync();

        await (await first).SucceededAsync();
        await (await second).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        Assert.Equal(held == "restore" ? content.Length : 0, await alice.UsedBytesAsync());
        Assert.Equal(held == "restore" ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await alice.GetAsync($"/v1/files/{file}/download")).StatusCode);
    }
}
