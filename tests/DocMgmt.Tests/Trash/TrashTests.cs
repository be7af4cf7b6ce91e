using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>What is in the trash is nowhere else, counts as before, and comes back or goes for good.</summary>
public class TrashTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task What_is_put_into_the_trash_is_nowhere_but_there()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("a.txt", content, folder)).Id();

        await alice.TrashAsync(file);

        foreach (var path in new[] { $"/v1/items/{file}", $"/v1/files/{file}/download", "/v1/items/by-path?path=/F/a.txt" })
            await (await alice.GetAsync(path)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray());
        var trashed = Assert.Single(await alice.TrashedAsync());
        Assert.Equal((file, "a.txt", "/F/a.txt", folder), (trashed.Id(), trashed.Text("item_name"), trashed.Text("full_path"), trashed.GetProperty("parent_id").GetInt64()));
        Assert.Equal(alice.Id, trashed.GetProperty("trashed_by").GetInt64());
        Assert.Equal(trashed.GetProperty("trashed_at").GetDateTime().AddDays(30), trashed.GetProperty("expires_at").GetDateTime());
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
        await (await alice.DeleteAsync($"/v1/items/{file}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Its_name_is_free_at_once()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a.txt", content)).Id();

        await alice.TrashAsync(file);

        Assert.NotEqual(file, (await alice.UploadAsync("a.txt", content)).Id());
    }

    [Fact]
    public async Task Who_may_write_may_delete_and_only_the_owner_sees_the_trash()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (kept, deleted) = ((await alice.UploadAsync("kept", content)).Id(), (await alice.UploadAsync("deleted", content)).Id());
        await api.Service.GrantAsync(kept, bob, 1);
        await api.Service.GrantAsync(deleted, bob, 2);

        await (await bob.DeleteAsync($"/v1/items/{kept}")).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await bob.TrashAsync(deleted);

        Assert.Empty(await bob.TrashedAsync());
        Assert.Equal(bob.Id, Assert.Single(await alice.TrashedAsync()).GetProperty("trashed_by").GetInt64());
        await (await bob.RestoreAsync(deleted)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.DeleteAsync($"/v1/trash/{deleted}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(deleted, (await (await alice.RestoreAsync(deleted)).SucceededAsync()).Id());
    }

    [Fact]
    public async Task The_last_deleted_comes_first_and_a_cursor_shows_each_once()
    {
        var alice = await api.NewUserAsync();
        var files = new List<long>();
        for (var i = 0; i < 5; i++) files.Add((await alice.UploadAsync($"f{i}", content)).Id());
        foreach (var file in files) await alice.TrashAsync(file);

        var seen = new List<long>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await alice.GetJsonAsync($"/v1/trash?page_size=2{(cursor == "" ? "" : $"&cursor={cursor}")}");
            Assert.Equal(5, page.GetProperty("total").GetInt64());
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(i => i.Id()));
            cursor = page.GetProperty("next_cursor").GetString();
        }

        Assert.Equal(Enumerable.Reverse(files), seen);
        Assert.Equal(seen.Skip(2).Take(2), (await alice.GetJsonAsync("/v1/trash?page=2&page_size=2")).GetProperty("data").EnumerateArray().Select(i => i.Id()));
    }

    /// <summary>The job only clears up: what its time is over for is not to be had any more from that moment on.</summary>

    [Fact]
    public async Task What_has_expired_is_neither_listed_nor_restored()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("a", content)).Id();
        await alice.TrashAsync(file);
        service.Clock.Advance(TimeSpan.FromDays(31));
        using var later = await service.SignInAsync(alice.Email);

        Assert.Empty(await later.TrashedAsync());
        await (await later.RestoreAsync(file)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }
}
