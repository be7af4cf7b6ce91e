using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

public class TrashFolderTests(Api api)
{
    [Fact]
    public async Task A_folder_goes_and_comes_back_with_all_that_is_below()
    {
        await using var service = await api.StartAsync();
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
        await using var service = await api.StartAsync();
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
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (folder, other) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("other"));
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), await alice.CreateFolderAsync("inner", folder))).Id();
        await alice.TrashAsync(folder);

        await (await alice.RestoreAsync(folder, new { parent_id = other, item_name = "G" })).SucceededAsync();

        Assert.Equal("/other/G/inner/f", await alice.PathAsync(file));
        await service.DoctorAsync();
    }
}
