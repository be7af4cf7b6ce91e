using System.Net;
using DocMgmt.Tests.Copies;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

/// <summary>Tags go where their items go.</summary>
public class CarriedTagsTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    [Fact]
    public async Task A_copy_in_the_same_drive_carries_the_same_tags()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (folder, file) = await TreeAsync(alice);

        await (await alice.CopyAsync(file, new { item_name = "f2" })).SucceededAsync();
        await (await alice.CopyAsync(folder, new { item_name = "F2" })).SucceededAsync();

        Assert.Equal("both 5, file 3, folder 2", await alice.TagsAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_copy_in_another_drive_carries_that_one_s_tags_of_the_same_names()
    {
        var service = own.Service;
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (folder, file) = await TreeAsync(alice);
        await (await alice.PatchAsync($"/v1/tags/{await alice.TagIdAsync("file")}", new { color = "#123456" })).SucceededAsync();
        await service.GrantAsync(folder, bob, 1);
        await bob.CreateTagAsync("BOTH");

        var copy = (await (await bob.CopyAsync(folder)).SucceededAsync()).Id();
        var one = (await (await bob.CopyAsync(file)).SucceededAsync()).Id();
        await service.RevokeAsync(folder, bob);

        Assert.Equal("BOTH 3, file 2, folder 1", await bob.TagsAsync());
        Assert.Equal(("BOTH 3, folder 1", "BOTH 3, file 2"), (await bob.CarriedAsync(copy), await bob.CarriedAsync(one)));
        Assert.Equal("#123456", (await bob.GetJsonAsync("/v1/tags?prefix=file"))[0].Text("color"));
        Assert.Equal("both 2, file 1, folder 1", await alice.TagsAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_copy_that_takes_a_job_carries_them_too()
    {
        var service = own.Service;
        var (large, bob) = (await LargeFolder.MakeAsync(service), await service.NewUserAsync());
        await service.ExecuteAsync("""
            WITH listed AS (SELECT id, drive_id FROM items WHERE created_by = $1 AND parent_id IS NOT NULL),
            tag AS (INSERT INTO tags (drive_id, name, name_key, usage_count) SELECT drive_id, 'Many', 'many', count(*) FROM listed GROUP BY drive_id RETURNING id)
            INSERT INTO item_tags (item_id, tag_id) SELECT listed.id, tag.id FROM listed, tag
            """, large.Owner.Id);
        await service.IndexPlantedAsync();
        await service.GrantAsync(large.Id, bob, 1);

        Assert.Equal("succeeded", (await bob.EndOfJobAsync(await large.CopyAsync(bob))).Text("state"));
        await service.RevokeAsync(large.Id, bob);

        Assert.Equal($"Many {LargeFolder.Items}", await bob.TagsAsync());
        await service.DoctorAsync();
    }

    [Theory]
    [InlineData("move")]
    [InlineData("accept")]
    public async Task What_goes_into_another_drive_takes_its_tags_along_by_name(string way)
    {
        var service = own.Service;
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (folder, file) = await TreeAsync(alice);
        var (left, stays) = ((await alice.UploadAsync("trashed", [1], folder)).Id(), (await alice.UploadAsync("stays", [2])).Id());
        await alice.CarryAsync(left, "both", "left");
        await alice.CarryAsync(stays, "both");
        await alice.TrashAsync(left); // it stays behind
        await bob.CreateTagAsync("BOTH");
        var place = await bob.CreateFolderAsync("place");

        if (way == "move")
        {
            await service.GrantAsync(place, alice, 2);
            var moved = await (await alice.MoveAsync(folder, place)).SucceededAsync();
            Assert.Equal(["BOTH", "folder"], moved.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        }
        else
        {
            await (await alice.OfferAsync(folder, new { user_id = bob.Id })).SucceededAsync();
            await (await bob.PostAsync($"/v1/items/{folder}/transfer/accept", new { parent_id = place })).SucceededAsync();
        }

        Assert.Equal("BOTH 2, file 1, folder 1", await bob.TagsAsync());
        Assert.Equal("BOTH 2, file 1", await bob.CarriedAsync(file));
        Assert.Equal("both 2, left 1, file 0, folder 0", await service.ScalarAsync<string>(
            "SELECT string_agg(name || ' ' || usage_count, ', ' ORDER BY usage_count DESC, name) FROM tags g JOIN drives d ON d.id = g.drive_id WHERE d.owner_id = $1", alice.Id));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_drive_without_room_for_the_tags_takes_nothing()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (folder, _) = await TreeAsync(alice);
        var place = await bob.CreateFolderAsync("place");
        await service.GrantAsync(place, alice, 2);
        await service.ExecuteAsync("INSERT INTO tags (drive_id, name, name_key, name_text) SELECT i.drive_id, 't' || n, 't' || n, 't' || n FROM items i, generate_series(1, 9999) n WHERE i.id = $1", place);
        var before = await Snapshot.OfAsync(service);

        await (await alice.MoveAsync(folder, place)).IsProblemAsync(HttpStatusCode.Conflict, "too_many_tags");
        await (await alice.CopyAsync(folder, new { parent_id = place })).IsProblemAsync(HttpStatusCode.Conflict, "too_many_tags");

        await before.IsUnchangedAsync();
    }

    [Fact]
    public async Task What_is_purged_counts_no_more_and_what_is_only_trashed_still_does()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (folder, file) = await TreeAsync(alice);
        var inner = await alice.CreateFolderAsync("inner", folder);
        await alice.CarryAsync(inner, "both", "inner");

        await alice.TrashAsync(file);
        await alice.TrashAsync(folder);
        Assert.Equal("both 3, file 1, folder 1, inner 1", await alice.TagsAsync());
        await alice.PurgeAsync(folder);
        Assert.Equal("both 1, file 1, folder 0, inner 0", await alice.TagsAsync());
        await alice.PurgeAllAsync(file);

        Assert.Equal("both 0, file 0, folder 0, inner 0", await alice.TagsAsync());
        await service.DoctorAsync();
    }

    /// <summary>A folder with a file in it: both carry "both", and each one of its own.</summary>
    private static async Task<(long Folder, long File)> TreeAsync(TestUser user)
    {
        var folder = await user.CreateFolderAsync("F");
        var file = (await user.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        await user.CarryAsync(folder, "folder", "both");
        await user.CarryAsync(file, "file", "both");
        return (folder, file);
    }
}
