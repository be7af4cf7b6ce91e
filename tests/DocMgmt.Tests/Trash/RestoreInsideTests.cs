using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>Something is taken out of a folder that is in the trash; the rest stays there as it was.</summary>
public class RestoreInsideTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task A_file_and_a_folder_come_out_and_the_rest_stays()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (top, inner, file, deep) = await PlantAsync(alice, content);
        var other = await alice.CreateFolderAsync("other");
        var stays = (await alice.UploadAsync("stays", TestUser.NewContent(), top)).Id();
        await alice.TrashAsync(top);

        await (await alice.RestoreAsync(file)).IsProblemAsync(HttpStatusCode.Conflict, "parent_deleted");
        await (await alice.RestoreAsync(inner)).IsProblemAsync(HttpStatusCode.Conflict, "parent_deleted");
        var restored = await (await alice.RestoreAsync(file, new { parent_id = other, item_name = "g" })).SucceededAsync();
        await (await alice.RestoreAsync(inner, new { parent_id = (long?)null })).SucceededAsync();

        Assert.Equal((file, "/other/g"), (restored.Id(), restored.Text("full_path")));
        Assert.Equal("/inner/deep/d", await alice.PathAsync(deep));
        Assert.Equal(content, await alice.DownloadAsync(deep));
        Assert.Equal([top], (await alice.TrashedAsync()).Select(t => t.Id()));
        await (await alice.GetAsync($"/v1/items/{stays}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await service.DoctorAsync();

        await alice.PurgeAsync(top);
        Assert.Equal(2 * content.Length, await alice.UsedBytesAsync());
        Assert.Equal("/inner/deep/d", await alice.PathAsync(deep));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task What_was_in_the_trash_before_stays_there_by_itself()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (top, inner, _, deep) = await PlantAsync(alice, content);
        var parent = (await alice.ItemAsync(deep)).GetProperty("parent_id").GetInt64();
        foreach (var item in new[] { parent, inner, top }) await alice.TrashAsync(item);

        await (await alice.RestoreAsync(inner, new { parent_id = (long?)null })).SucceededAsync();

        Assert.Equal(new[] { parent, top }.Order(), (await alice.TrashedAsync()).Select(t => t.Id()).Order());
        await (await alice.GetAsync($"/v1/items/{deep}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await service.DoctorAsync();

        await (await alice.RestoreAsync(deep, new { parent_id = inner })).SucceededAsync(); // out of the one that was there first
        Assert.Equal("/inner/d", await alice.PathAsync(deep));
        await (await alice.RestoreAsync(parent)).SucceededAsync();
        Assert.Equal("/inner/deep", await alice.PathAsync(parent));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_or_kept_free()
    {
        var alice = await api.NewUserAsync();
        var (top, _, file, _) = await PlantAsync(alice, content);
        await alice.TrashAsync(top);
        await alice.UploadAsync("f", TestUser.NewContent());

        await (await alice.RestoreAsync(file, new { parent_id = (long?)null })).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        var renamed = await (await alice.RestoreAsync(file, new { parent_id = (long?)null, on_conflict = "rename" })).SucceededAsync();

        Assert.Equal("f (1)", renamed.Text("item_name"));
    }

    [Fact]
    public async Task Nothing_comes_out_of_what_has_expired_or_is_somebody_else_s()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (top, inner, file, _) = await PlantAsync(alice, content);
        await service.GrantAsync(top, bob, 3);
        await alice.TrashAsync(top);

        foreach (var item in new[] { file, inner }) await (await bob.RestoreAsync(item, new { parent_id = (long?)null })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.GetAsync($"/v1/trash/{top}/children")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        service.Clock.Advance(TimeSpan.FromDays(30));
        alice = await service.SignInAsync(alice.Email);
        foreach (var item in new[] { file, inner }) await (await alice.RestoreAsync(item, new { parent_id = (long?)null })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.GetAsync($"/v1/trash/{top}/children")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    /// <summary><c>top/f</c> and <c>top/inner/deep/d</c>.</summary>
    internal static async Task<(long Top, long Inner, long File, long Deep)> PlantAsync(TestUser alice, byte[] content)
    {
        var top = await alice.CreateFolderAsync("top");
        var inner = await alice.CreateFolderAsync("inner", top);
        var deep = await alice.CreateFolderAsync("deep", inner);
        return (top, inner, (await alice.UploadAsync("f", content, top)).Id(), (await alice.UploadAsync("d", content, deep)).Id());
    }
}
