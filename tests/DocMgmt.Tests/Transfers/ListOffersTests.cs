using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

public class ListOffersTests(Api api)
{
    [Fact]
    public async Task The_list_has_what_was_offered_to_the_caller_and_by_the_caller_the_last_first()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var (first, second, third) = (await alice.CreateFolderAsync("1"), await bob.CreateFolderAsync("2"), await alice.CreateFolderAsync("3"));
        await alice.OfferToAsync(first, bob);
        await bob.OfferToAsync(second, carol);
        await alice.OfferToAsync(third, carol);

        Assert.Equal([second, first], await IdsAsync(bob));
        Assert.Equal([third, first], await IdsAsync(alice));
        Assert.Equal([third, second], await IdsAsync(carol));
    }

    [Fact]
    public async Task The_size_is_what_accepting_takes_of_the_quota()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var inner = await alice.CreateFolderAsync("inner", folder);
        await alice.UploadAsync("f", TestUser.NewContent(1_000), inner);
        await alice.UploadAsync("f", TestUser.NewContent(200), inner);
        await alice.UploadAsync("g", TestUser.NewContent(30), folder);
        var (lost, lostFolder) = ((await alice.UploadAsync("lost", TestUser.NewContent(5_000), inner)).Id(), await alice.CreateFolderAsync("lost too", inner));
        await alice.UploadAsync("h", TestUser.NewContent(7_000), lostFolder);
        foreach (var item in new[] { lost, lostFolder }) await alice.TrashAsync(item);
        await alice.UploadAsync("beside", TestUser.NewContent(9_000));

        await alice.OfferToAsync(folder, bob);

        Assert.Equal(1_230, Assert.Single(await bob.OffersAsync()).GetProperty("size_bytes").GetInt64());
        await (await bob.AcceptAsync(folder)).SucceededAsync();
        Assert.Equal(1_230, await bob.UsedBytesAsync());
    }

    [Fact]
    public async Task What_would_take_long_to_count_is_not_counted()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (large, file) = (await alice.CreateFolderAsync("large"), (await alice.UploadAsync("f", TestUser.NewContent(70))).Id());
        await PlantFilesAsync(service, large, 9_999);
        await alice.OfferToAsync(large, bob);
        await alice.OfferToAsync(file, bob);
        Assert.Equal([70, 0], await SizesAsync(bob));

        await PlantFilesAsync(service, large, 1);
        Assert.Equal([70, null], await SizesAsync(bob));

        for (var n = 0; n < 10; n++) await alice.OfferToAsync(await alice.CreateFolderAsync($"{n}"), bob);
        var sizes = await SizesAsync(bob);
        Assert.Equal((12, 0, 70, (long?)null), (sizes.Count, sizes[9], sizes[10], sizes[11]));
        await alice.OfferToAsync(await alice.CreateFolderAsync("one more"), bob);
        Assert.Equal([0, null, 70], (await SizesAsync(bob)).Skip(9).Take(3));
    }

    [Fact]
    public async Task The_list_has_the_last_thousand()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await PlantFilesAsync(api.Service, folder, 1_001);
        await api.Service.ExecuteAsync("""
            INSERT INTO ownership_offers (item_id, user_id, offered_by, created_at, expires_at) SELECT id, $2, $3, now(), now() + interval '1 day' FROM items WHERE parent_id = $1
            """, folder, bob.Id, alice.Id);

        var offers = await IdsAsync(bob);

        Assert.Equal(1_000, offers.Count);
        Assert.Equal(await api.Service.ScalarAsync<long>("SELECT max(id) FROM items WHERE parent_id = $1", folder), offers[0]);
    }

    [Fact]
    public async Task What_does_not_count_any_more_is_in_no_list_and_can_not_be_accepted()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (top, file, old) = (await alice.CreateFolderAsync("top"), (await alice.UploadAsync("f", TestUser.NewContent())).Id(), (await alice.UploadAsync("old", TestUser.NewContent())).Id());
        var inside = await alice.CreateFolderAsync("inside", top);
        var insideFile = (await alice.UploadAsync("g", TestUser.NewContent(), inside)).Id();
        await alice.OfferToAsync(old, bob);
        service.Clock.Advance(TimeSpan.FromDays(10));
        (alice, bob) = (await service.SignInAsync(alice.Email), await service.SignInAsync(bob.Email));
        foreach (var item in new[] { top, file, inside, insideFile }) await alice.OfferToAsync(item, bob);
        Assert.Equal(5, (await bob.OffersAsync()).Count);

        service.Clock.Advance(TimeSpan.FromDays(4));
        (alice, bob) = (await service.SignInAsync(alice.Email), await service.SignInAsync(bob.Email));
        foreach (var item in new[] { top, file }) await alice.TrashAsync(item);
        foreach (var user in new[] { alice, bob }) Assert.Empty(await user.OffersAsync());
        foreach (var item in new[] { old, top, file, inside, insideFile })
        {
            await (await bob.AcceptAsync(item)).IsProblemAsync(System.Net.HttpStatusCode.NotFound, "not_found");
            foreach (var user in new[] { alice, bob }) await (await user.WithdrawAsync(item)).IsProblemAsync(System.Net.HttpStatusCode.NotFound, "not_found");
        }

        foreach (var item in new[] { top, file }) await (await alice.RestoreAsync(item)).SucceededAsync();
        Assert.Equal([insideFile, inside, file, top], await IdsAsync(bob));
        await (await bob.AcceptAsync(inside)).SucceededAsync();
    }

    [Fact]
    public async Task An_offer_of_who_does_not_own_it_any_more_does_not_count()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await api.Service.ExecuteAsync("INSERT INTO ownership_offers (item_id, user_id, offered_by, created_at, expires_at) VALUES ($1, $2, $3, now(), now() + interval '1 day')", file, carol.Id, bob.Id);

        foreach (var user in new[] { alice, bob, carol })
        {
            Assert.Empty(await user.OffersAsync());
            foreach (var answer in new[] { await user.AcceptAsync(file), await user.WithdrawAsync(file) }) await answer.IsProblemAsync(System.Net.HttpStatusCode.NotFound, "not_found");
        }

        Assert.Equal("/f", await alice.PathAsync(file));
    }

    private static async Task<List<long>> IdsAsync(TestUser user) => [.. (await user.OffersAsync()).Select(o => o.GetProperty("item_id").GetInt64())];

    private static async Task<List<long?>> SizesAsync(TestUser user) =>
        [.. (await user.OffersAsync()).Select(o => o.GetProperty("size_bytes") is { ValueKind: System.Text.Json.JsonValueKind.Number } n ? n.GetInt64() : (long?)null)];

    private static Task PlantFilesAsync(TestService service, long folder, int count) => service.ExecuteAsync("""
        INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
        SELECT f.drive_id, f.id, 'file', 'n' || n || '-' || $2, 'n', 0, 0, now(), now() FROM folders f CROSS JOIN generate_series(1, $2) n WHERE f.id = $1
        """, folder, count);
}
