using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

public class TrashFolderTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    [Fact]
    public async Task A_folder_goes_and_comes_back_with_all_that_is_below()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var inner = await alice.CreateFolderAsync("inner", folder);
        var content = TestUser.NewContent();
        var file = (await alice.UploadAsync("f", content, inner)).Id();

        await alice.TrashAsync(folder);

        foreach (var gone in new[] { folder, inner, file }) await (await alice.GetAsync($"/v1/items/{gone}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.GetAsync($"/v1/files/{file}/download")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal([folder], (await alice.TrashedAsync()).Select(t => t.Id()));
        Assert.Equal(1_000, await alice.UsedBytesAsync());
        await service.DoctorAsync();

        await (await alice.RestoreAsync(folder)).SucceededAsync();
        Assert.Equal("/F/inner/f", await alice.PathAsync(file));
        Assert.Equal(content, await alice.DownloadAsync(file));
        await service.DoctorAsync();
    }

    public static TheoryData<string> Orders => ["fip", "fpi", "ifp", "ipf", "pfi", "pif"];

    /// <summary>A file, then its folder, then that one's: whichever comes back first, nothing comes back that was not asked for.</summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public async Task What_was_deleted_one_by_one_comes_back_one_by_one(string order)
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var parent = await alice.CreateFolderAsync("P");
        var inner = await alice.CreateFolderAsync("I", parent);
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), inner)).Id();
        foreach (var item in new[] { file, inner, parent }) await alice.TrashAsync(item);
        var (back, root) = (new HashSet<long>(), (long?)null);

        foreach (var item in order.Select(c => c switch { 'f' => file, 'i' => inner, _ => parent }))
        {
            var home = item == file ? inner : item == inner ? parent : 0;
            var isHome = home == 0 || back.Contains(home);
            if (!isHome) await (await alice.RestoreAsync(item)).IsProblemAsync(HttpStatusCode.Conflict, "parent_deleted");
            await (await alice.RestoreAsync(item, isHome ? null : new { parent_id = root })).SucceededAsync();
            back.Add(item);
            foreach (var each in new[] { file, inner, parent })
                Assert.Equal(back.Contains(each) ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await alice.GetAsync($"/v1/items/{each}")).StatusCode);
            await service.DoctorAsync(deep: false);
        }

        Assert.Empty(await alice.TrashedAsync());
    }

    [Fact]
    public async Task It_comes_back_to_another_place()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (folder, other) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("other"));
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), await alice.CreateFolderAsync("inner", folder))).Id();
        await alice.TrashAsync(folder);

        await (await alice.RestoreAsync(folder, new { parent_id = other, item_name = "G" })).SucceededAsync();

        Assert.Equal("/other/G/inner/f", await alice.PathAsync(file));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_purged_folder_takes_what_went_with_it_and_nothing_else()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var inner = await alice.CreateFolderAsync("inner", folder);
        for (var n = 0; n < 3; n++) await alice.UploadAsync("f", TestUser.NewContent(), inner);
        var kept = (await alice.UploadAsync("kept", TestUser.NewContent(500), inner)).Id();
        var keptToo = await alice.CreateFolderAsync("kept too", inner);
        var below = (await alice.UploadAsync("below", TestUser.NewContent(200), await alice.CreateFolderAsync("deep", keptToo))).Id();
        foreach (var item in new[] { kept, keptToo, folder }) await alice.TrashAsync(item);

        await alice.PurgeAsync(folder);

        Assert.Equal(700, await alice.UsedBytesAsync());
        var storage = await (await service.AdministratorAsync()).GetJsonAsync("/v1/admin/storage");
        Assert.Equal((700, 700), (storage.GetProperty("logical_bytes").GetInt64(), storage.GetProperty("trash_bytes").GetInt64()));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE id = ANY ($1)", new[] { folder, inner }));
        Assert.Equal([kept, keptToo], (await alice.TrashedAsync()).Select(t => t.Id()).Order());
        Assert.All(await alice.TrashedAsync(), t => Assert.StartsWith("/kept", t.Text("full_path"), StringComparison.Ordinal));
        await service.DoctorAsync();

        await (await alice.RestoreAsync(kept)).IsProblemAsync(HttpStatusCode.Conflict, "parent_deleted");
        await alice.PurgeAsync(kept);
        await (await alice.RestoreAsync(keptToo, new { parent_id = (long?)null })).SucceededAsync();
        Assert.Equal("/kept too/deep/below", await alice.PathAsync(below));
        Assert.Equal(200, await alice.UsedBytesAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task More_than_a_batch_is_purged_batch_by_batch()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await service.ExecuteAsync("""
            WITH made AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
                SELECT i.drive_id, i.id, 'folder', 'g' || n, 'g' || n, NULL, $2, now(), now() FROM items i, generate_series(1, 700) n WHERE i.id = $1
                UNION ALL
                SELECT i.drive_id, i.id, 'file', 'f' || n, 'f' || n, 0, $2, now(), now() FROM items i, generate_series(1, 1200) n WHERE i.id = $1
                RETURNING id, type, drive_id, parent_id
            )
            INSERT INTO folders (id, drive_id, path, depth)
            SELECT m.id, m.drive_id, f.path || m.id || '/', f.depth + 1 FROM made m JOIN folders f ON f.id = $1 WHERE m.type = 'folder'
            """, folder, alice.Id);
        await alice.TrashAsync(folder);

        await alice.PurgeAsync(folder);

        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE drive_id = (SELECT drive_id FROM items WHERE id = $1)", await service.RootAsync(alice)));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_folder_stays_for_thirty_days_and_then_goes_whole()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("f", TestUser.NewContent(), await alice.CreateFolderAsync("inner", folder));
        await alice.TrashAsync(folder);

        service.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromHours(1));
        await service.RunJobAsync("trash-expiry");
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE id = $1", folder));

        service.Clock.Advance(TimeSpan.FromHours(1));
        await service.RunJobAsync("trash-expiry");
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE id = $1", folder));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT used_bytes FROM drives WHERE owner_id = $1", alice.Id));
    }
}
