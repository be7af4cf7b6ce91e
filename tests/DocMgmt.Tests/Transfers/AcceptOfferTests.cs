using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

public class AcceptOfferTests(Api api)
{
    [Fact]
    public async Task What_is_accepted_belongs_to_who_accepts_with_all_below_it_versions_and_quota()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F", await alice.CreateFolderAsync("above"));
        var inner = await alice.CreateFolderAsync("inner", folder);
        var content = TestUser.NewContent(4_000);
        await alice.UploadAsync("f", TestUser.NewContent(3_000), inner);
        var file = (await alice.UploadAsync("f", content, inner)).Id();
        var stays = (await alice.UploadAsync("stays", TestUser.NewContent(500), inner)).Id();
        var staysToo = await alice.CreateFolderAsync("stays too", inner);
        foreach (var trashed in new[] { stays, staysToo }) await alice.TrashAsync(trashed);
        await alice.OfferToAsync(folder, bob);

        var response = await bob.AcceptAsync(folder);

        var item = await response.SucceededAsync();
        Assert.Equal((folder, bob.Id, "owner", "/F"), (item.Id(), item.GetProperty("owner_id").GetInt64(), item.Text("permission_type"), item.Text("full_path")));
        Assert.Equal(await bob.TagAsync(folder), response.Headers.ETag!.ToString());
        Assert.Equal("/F/inner/f", await bob.PathAsync(file));
        Assert.Equal(content, await bob.DownloadAsync(file));
        Assert.Equal((500, 7_000), (await alice.UsedBytesAsync(), await bob.UsedBytesAsync()));
        Assert.Equal([stays, staysToo], (await alice.TrashedAsync()).Select(t => t.Id()).Order());
        Assert.Empty(await bob.TrashedAsync());
        foreach (var user in new[] { alice, bob }) Assert.Empty(await user.OffersAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Who_accepts_says_where_to_and_by_which_name()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (file, to) = ((await alice.UploadAsync("f.txt", TestUser.NewContent())).Id(), await bob.CreateFolderAsync("to"));
        await alice.OfferToAsync(file, bob);

        await (await bob.AcceptAsync(file, new { parent_id = to, item_name = "mine.txt" })).SucceededAsync();

        Assert.Equal("/to/mine.txt", await bob.PathAsync(file));
        Assert.Equal("/mine.txt", await alice.PathAsync(file));
    }

    [Fact]
    public async Task A_taken_name_is_a_conflict_unless_on_conflict_says_what_to_do()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (one, other) = ((await alice.UploadAsync("f.txt", TestUser.NewContent())).Id(), (await alice.UploadAsync("g.txt", TestUser.NewContent())).Id());
        var his = (await bob.UploadAsync("f.txt", TestUser.NewContent())).Id();
        foreach (var file in new[] { one, other }) await alice.OfferToAsync(file, bob);

        await (await bob.AcceptAsync(one)).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        Assert.Equal(2, (await bob.OffersAsync()).Count);
        Assert.Equal("f (1).txt", (await (await bob.AcceptAsync(one, new { on_conflict = "rename" })).SucceededAsync()).Text("item_name"));
        await (await bob.AcceptAsync(other, new { item_name = "f.txt", on_conflict = "replace" })).SucceededAsync();
        Assert.Equal(his, Assert.Single(await bob.TrashedAsync()).Id());
    }

    [Fact]
    public async Task It_goes_into_a_drive_of_ones_own_only()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var (shared, hidden, hers) = (await carol.CreateFolderAsync("shared"), await carol.CreateFolderAsync("hidden"), await alice.CreateFolderAsync("hers"));
        foreach (var (owner, folder) in new[] { (carol, shared), (alice, hers) }) await owner.ShareAsync(folder, bob, "admin");
        await alice.OfferToAsync(file, bob);

        foreach (var parent in new[] { shared, hers }) await (await bob.AcceptAsync(file, new { parent_id = parent })).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await bob.AcceptAsync(file, new { parent_id = hidden })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.AcceptAsync(file, new { parent_id = (await bob.UploadAsync("g", TestUser.NewContent())).Id() })).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");

        Assert.Equal("/f", await alice.PathAsync(file));
        Assert.Single(await bob.OffersAsync());
    }

    [Theory]
    [InlineData("""{"item_name": "a/b"}""")]
    [InlineData("""{"on_conflict": "version"}""")]
    [InlineData("""{"parent_id": "1"}""")]
    public async Task What_makes_no_sense_is_refused(string body)
    {
        var bob = await api.NewUserAsync();

        var response = await bob.SendAsync(HttpMethod.Post, $"/v1/items/{await bob.AreOfferedAsync()}/transfer/accept", new StringContent(body, null, "application/json"), null);

        await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A_drive_without_room_takes_nothing_and_the_offer_stays()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync(quotaBytes: 5_000));
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("f", TestUser.NewContent(4_000), folder);
        await alice.UploadAsync("f", TestUser.NewContent(1_001), folder);
        await alice.OfferToAsync(folder, bob);
        var before = await Snapshot.OfAsync(service);

        var problem = await (await bob.AcceptAsync(folder)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");

        Assert.Equal(5_000, problem.GetProperty("available_bytes").GetInt64());
        await before.IsUnchangedAsync();
        Assert.Single(await bob.OffersAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task More_than_two_hundred_thousand_items_are_too_many()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT f.drive_id, f.id, 'file', 'n' || n, 'n', 0, 0, now(), now() FROM folders f CROSS JOIN generate_series(1, 200000) n WHERE f.id = $1
            """, folder);
        await alice.OfferToAsync(folder, bob);

        await (await bob.AcceptAsync(folder)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "too_many_items");

        Assert.Equal("/F", await alice.PathAsync(folder));
    }
}
