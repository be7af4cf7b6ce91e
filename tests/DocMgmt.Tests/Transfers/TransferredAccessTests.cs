using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

/// <summary>Who may do what with something that has become another's own.</summary>
public class TransferredAccessTests(Api api)
{
    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("admin")]
    [InlineData(null)]
    public async Task The_former_owner_has_what_the_offer_said(string? keep)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        await alice.OfferToAsync(folder, bob, keep);

        await (await bob.AcceptAsync(folder)).SucceededAsync();

        Assert.Equal((keep, keep), (await alice.LevelAsync(folder), await alice.LevelAsync(file)));
        var grants = (await bob.GrantsAsync(folder)).Select(g => (g.GetProperty("user_id").GetInt64(), g.GetProperty("granted_by").GetInt64(), g.Text("permission_type"), g.GetProperty("expires_at").GetString()));
        Assert.Equal(keep is null ? [] : [(alice.Id, bob.Id, keep, null)], grants);
    }

    [Fact]
    public async Task What_others_were_granted_goes_on_and_who_owns_it_now_needs_no_grant()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, carol, dave) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var (inner, file) = (await alice.CreateFolderAsync("inner", folder), (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id());
        await alice.ShareAsync(folder, carol, "write");
        await alice.ShareAsync(inner, dave, "read");
        await service.GrantToGroupAsync(file, dave, 2);
        await alice.ShareAsync(folder, bob, "read");
        await alice.ShareAsync(inner, bob, "write");
        await alice.OfferToAsync(folder, bob, keep: null);

        await (await bob.AcceptAsync(folder)).SucceededAsync();

        Assert.Equal(("write", "write"), (await carol.LevelAsync(folder), await carol.LevelAsync(inner)));
        Assert.Equal((null, "read", "write"), (await dave.LevelAsync(folder), await dave.LevelAsync(inner), await dave.LevelAsync(file)));
        Assert.Null(await alice.LevelAsync(folder));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM permissions WHERE user_id = $1", bob.Id));
        await carol.UploadAsync("hers", TestUser.NewContent(100), inner);
        Assert.Equal((0, 1_100), (await alice.UsedBytesAsync(), await bob.UsedBytesAsync()));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task What_the_former_owner_was_granted_before_does_not_stand_in_the_way()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.GrantAsync(folder, alice, 1, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await alice.OfferToAsync(folder, bob);

        await (await bob.AcceptAsync(folder)).SucceededAsync();

        Assert.Equal("write", await alice.LevelAsync(folder));
    }

    [Fact]
    public async Task What_goes_to_another_drive_takes_no_offer_of_the_former_owner_along()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var (moved, given) = (await alice.CreateFolderAsync("moved"), await alice.CreateFolderAsync("given"));
        var (inMoved, inGiven) = (await alice.CreateFolderAsync("1", moved), (await alice.UploadAsync("2", TestUser.NewContent(), given)).Id());
        foreach (var item in new[] { moved, inMoved, inGiven }) await alice.OfferToAsync(item, carol);
        await alice.OfferToAsync(given, bob);
        var to = await bob.CreateFolderAsync("to");
        await bob.ShareAsync(to, alice, "write");

        await (await alice.MoveAsync(moved, to)).SucceededAsync();
        await (await bob.AcceptAsync(given)).SucceededAsync();

        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM ownership_offers WHERE offered_by = $1", alice.Id));
        foreach (var item in new[] { moved, inMoved, inGiven }) await (await carol.AcceptAsync(item)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_move_within_the_drive_leaves_the_offer_open()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.OfferToAsync(folder, bob);

        await (await alice.MoveAsync(folder, await alice.CreateFolderAsync("to"), "G")).SucceededAsync();

        Assert.Equal("G", Assert.Single(await bob.OffersAsync()).Text("item_name"));
        await (await bob.AcceptAsync(folder)).SucceededAsync();
    }

    [Fact]
    public async Task What_is_purged_takes_its_offers_along()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        foreach (var item in new[] { folder, file }) await alice.OfferToAsync(item, bob);

        await alice.TrashAsync(folder);
        await alice.PurgeAsync(folder);

        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM ownership_offers WHERE offered_by = $1", alice.Id));
    }

    [Fact]
    public async Task A_replay_of_accepting_shows_it_to_who_may_still_see_it()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.OfferToAsync(folder, bob);
        var accepted = await (await bob.PostAsync($"/v1/items/{folder}/transfer/accept", new { }, "key")).SucceededAsync();

        await bob.OfferToAsync(folder, carol, "read");
        await (await carol.AcceptAsync(folder)).SucceededAsync();
        Assert.Equal(accepted.GetRawText(), (await (await bob.PostAsync($"/v1/items/{folder}/transfer/accept", new { }, "key")).SucceededAsync()).GetRawText());
        await api.Service.RevokeAsync(folder, bob);
        await (await bob.PostAsync($"/v1/items/{folder}/transfer/accept", new { }, "key")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }
}
