using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

/// <summary>A purge counts down what it takes along, and comes to the tags as everybody does: by id.</summary>
public class TagPurgeLockTests(Api api)
{
    private const string Tagged = "SELECT id FROM tags WHERE id = $1 FOR NO KEY UPDATE";

    /// <summary>Of what is in a folder and of the folder itself alike, though what is in it goes first.</summary>
    [Fact]
    public async Task A_purge_comes_to_all_its_tags_in_the_order_of_their_ids()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var (below, file) = (await alice.CreateFolderAsync("below", folder), (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id());
        var (first, second, third) = (await alice.CreateTagAsync("1"), await alice.CreateTagAsync("2"), await alice.CreateTagAsync("3"));
        foreach (var (item, names) in new[] { (folder, new[] { "1", "3" }), (below, ["2"]), (file, ["3"]) }) await alice.CarryAsync(item, names);
        await alice.TrashAsync(folder);
        await using var holder = await Holder.OfAsync(service, Tagged, first);

        var purging = alice.DeleteAsync($"/v1/trash/{folder}");
        await holder.BlocksAsync(service, purging);
        foreach (var free in new[] { second, third }) await holder.RunAsync($"{Tagged} NOWAIT", free);
        await holder.CommitAsync();

        await (await purging).SucceededAsync();
        Assert.Equal("1 0, 2 0, 3 0", await alice.TagsAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_purge_that_waits_while_a_tag_is_merged_begins_anew()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var (c, a, x) = (await alice.CreateTagAsync("c"), await alice.CreateTagAsync("a"), await alice.CreateTagAsync("x"));
        await alice.CarryAsync(file, "a", "x");
        await alice.TrashAsync(file);
        await using var merger = await Holder.OfAsync(service, "SELECT id FROM tags WHERE id = $1 FOR UPDATE", a);

        var purging = alice.DeleteAsync($"/v1/trash/{file}");
        await merger.BlocksAsync(service, purging);
        await using var holder = await Holder.OfAsync(service, "UPDATE tags SET usage_count = 1 WHERE id = $1", c);
        await merger.RunAsync("UPDATE item_tags SET tag_id = $2 WHERE tag_id = $1", a, c);
        await merger.RunAsync("DELETE FROM tags WHERE id = $1", a);
        await merger.CommitAsync();
        await holder.BlocksAsync(service, purging);
        await holder.RunAsync($"{Tagged} NOWAIT", x);
        await holder.CommitAsync();

        await (await purging).SucceededAsync();
        Assert.Equal("c 0, x 0", await alice.TagsAsync());
        await service.DoctorAsync();
    }
}
