using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>What becomes of links when their items, or those who made them, change: what visitors get, and what their makers are told.</summary>
public class LinkStateTests(Api api)
{
    [Fact]
    public async Task A_link_opens_again_when_its_item_comes_back_from_the_trash()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder);
        using var visitor = api.Service.NewVisitor();

        await alice.TrashAsync(folder);
        await (await visitor.VisitAsync(link)).IsProblemAsync(HttpStatusCode.Gone, "link_gone");
        Assert.Equal("trashed", await StateAsync(alice, link.Id()));
        await (await alice.PostAsync($"/v1/trash/{folder}/restore", new { })).SucceededAsync();

        await (await visitor.VisitAsync(link)).SucceededAsync();
        Assert.Equal("active", await StateAsync(alice, link.Id()));
    }

    [Fact]
    public async Task A_link_to_what_was_deleted_for_good_is_gone_and_not_unknown()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        var links = new[] { await alice.LinkAsync(folder), await alice.LinkAsync(file) };
        using var visitor = service.NewVisitor();

        await alice.TrashAsync(folder);
        await (await alice.DeleteAsync($"/v1/trash/{folder}")).SucceededAsync();
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE id IN ($1, $2)", folder, file) == 0);

        foreach (var link in links) await (await visitor.VisitAsync(link)).IsProblemAsync(HttpStatusCode.Gone, "link_gone");
        Assert.Empty((await alice.GetJsonAsync("/v1/share-links")).GetProperty("data").EnumerateArray());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_link_follows_its_item_within_the_drive_and_into_another_one_only_if_the_mover_says_so()
    {
        var (alice, carol) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (folder, elsewhere) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("elsewhere"));
        var below = await alice.CreateFolderAsync("below", folder);
        await alice.UploadAsync("f", TestUser.NewContent(), below);
        var there = await carol.CreateFolderAsync("there");
        await carol.ShareAsync(there, alice, "admin");
        var links = new[] { await alice.LinkAsync(folder), await alice.LinkAsync(below) };
        using var visitor = api.Service.NewVisitor();

        await (await alice.PostAsync($"/v1/items/{folder}/move", new { parent_id = elsewhere, item_name = "G" })).SucceededAsync();
        Assert.Equal("/below", (await (await visitor.VisitAsync(links[0], "?path=below")).SucceededAsync()).Text("path"));
        await (await alice.PostAsync($"/v1/items/{folder}/move", new { parent_id = there, keep_permissions = true })).SucceededAsync();
        foreach (var link in links) await (await visitor.VisitAsync(link)).SucceededAsync(); // Alice has admin there, by Carol's grant
        await (await carol.PostAsync($"/v1/items/{folder}/move", new { parent_id = await api.Service.RootAsync(carol) })).SucceededAsync();
        foreach (var link in links) await (await visitor.VisitAsync(link)).IsProblemAsync(HttpStatusCode.Gone, "link_gone");
        Assert.Equal("not_permitted", await StateAsync(alice, links[0].Id()));
    }

    [Fact]
    public async Task A_link_opens_nothing_in_another_drive_and_again_what_comes_back()
    {
        var (alice, carol) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var there = await carol.CreateFolderAsync("there");
        await carol.ShareAsync(there, alice, "admin");
        await alice.ShareAsync(await alice.CreateFolderAsync("back"), carol, "admin");
        var link = await alice.LinkAsync(folder);
        using var visitor = api.Service.NewVisitor();

        await (await alice.PostAsync($"/v1/items/{folder}/move", new { parent_id = there })).SucceededAsync();
        await (await visitor.VisitAsync(link)).IsProblemAsync(HttpStatusCode.Gone, "link_gone");
        Assert.Equal("moved", await StateAsync(alice, link.Id()));
        // Whoever keeps permissions keeps those that hold there: the link is none of them.
        await (await carol.PostAsync($"/v1/items/{folder}/move", new { parent_id = await alice.GetJsonAsync("/v1/items/by-path?path=/back") is var back ? back.Id() : 0, keep_permissions = true })).SucceededAsync();

        await (await visitor.VisitAsync(link)).SucceededAsync();
    }

    [Fact]
    public async Task Whoever_accepts_a_folder_lets_in_nobody_whom_they_did_not_see()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write" });
        using var visitor = api.Service.NewVisitor();

        await (await alice.OfferAsync(folder, new { user_id = bob.Id, keep_access = "admin" })).SucceededAsync();
        await (await bob.AcceptAsync(folder)).SucceededAsync();

        await (await visitor.DropAsync(link, "x", [1])).IsProblemAsync(HttpStatusCode.Gone, "link_gone");
        Assert.Equal("moved", (await bob.LinkNowAsync(link)).Text("state")); // for the new owner to see, and to end
        await (await bob.DeleteLinkAsync(link)).SucceededAsync();
    }

    [Fact]
    public async Task Who_lost_admin_is_told_nothing_of_the_item_any_more()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var grant = (await alice.ShareAsync(folder, bob, "admin")).Id();
        var link = await bob.LinkAsync(folder);

        await alice.RevokeAsync(folder, grant);
        await (await alice.RenameAsync(folder, "renamed")).SucceededAsync();
        await alice.TrashAsync(folder);

        var own = (await bob.GetJsonAsync("/v1/share-links")).GetProperty("data").EnumerateArray().Single();
        Assert.Equal(("not_permitted", link.Id()), (own.Text("state"), own.Id()));
        foreach (var member in new[] { "item_name", "type" }) Assert.Equal(System.Text.Json.JsonValueKind.Null, own.GetProperty(member).ValueKind);
    }

    [Fact]
    public async Task A_link_opens_nothing_of_a_drive_that_it_was_not_made_for()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"));
        await api.Service.ExecuteAsync("UPDATE share_links SET drive_id = drive_id + 1000000 WHERE id = $1", link.Id());
        using var visitor = api.Service.NewVisitor();

        await (await visitor.VisitAsync(link)).IsProblemAsync(HttpStatusCode.Gone, "link_gone");
        Assert.Equal("moved", await StateAsync(alice, link.Id()));
    }

    [Fact]
    public async Task A_link_lasts_as_long_as_its_makers_admin_by_whatever_way_they_have_it()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, carol) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        var (above, group) = (await alice.CreateFolderAsync("above"), await carol.PlantGroupAsync(bob));
        var folder = await alice.CreateFolderAsync("F", above);
        await service.GrantAsync(above, carol, 3);
        await (await carol.GrantAsync(above, new { group_id = group, permission_type = "admin", expires_at = service.Clock.GetUtcNow().AddMinutes(20) })).SucceededAsync();
        var link = await bob.LinkAsync(folder);
        using var visitor = service.NewVisitor();

        await (await visitor.VisitAsync(link)).SucceededAsync();
        service.Clock.Advance(TimeSpan.FromMinutes(30));
        await (await visitor.VisitAsync(link)).IsProblemAsync(HttpStatusCode.Gone, "link_gone");
        Assert.Equal("not_permitted", (await alice.LinkNowAsync(link)).Text("state"));
        var own = (await bob.GetJsonAsync("/v1/share-links")).GetProperty("data").EnumerateArray().Single();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, own.GetProperty("item_name").ValueKind); // he may not know how it is called by now
        await service.GrantAsync(folder, bob, 3);
        await (await visitor.VisitAsync(link)).SucceededAsync();
    }

    [Fact]
    public async Task An_end_is_judged_when_somebody_comes()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { expires_at = service.Clock.GetUtcNow().AddMinutes(5) });
        using var visitor = service.NewVisitor();

        service.Clock.Advance(TimeSpan.FromMinutes(4));
        await (await visitor.VisitAsync(link)).SucceededAsync();
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await (await visitor.VisitAsync(link)).IsProblemAsync(HttpStatusCode.Gone, "link_expired");
        Assert.Equal("expired", await StateAsync(alice, link.Id()));
        await (await alice.ChangeLinkAsync(link, new { expires_at = (DateTime?)null })).SucceededAsync();
        await (await visitor.VisitAsync(link)).SucceededAsync();
    }

    private static async Task<string> StateAsync(TestUser user, long link) =>
        (await user.GetJsonAsync("/v1/share-links")).GetProperty("data").EnumerateArray().Single(l => l.Id() == link).Text("state");
}
