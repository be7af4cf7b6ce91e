using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

public class TransferEventTests(Api api)
{
    [Fact]
    public async Task Offering_withdrawing_and_declining_leave_an_event_each()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (folder, drive) = (await alice.CreateFolderAsync("F"), await DriveAsync(alice));
        var path = $"/v1/items/{folder}/transfer";

        var (_, offer) = await alice.Http.AskAsync(HttpMethod.Post, path, new { email = bob.Email, keep_access = "read" });
        var (_, withdraw) = await alice.Http.AskAsync(HttpMethod.Delete, path);
        await alice.OfferToAsync(folder, bob);
        var (_, decline) = await bob.Http.AskAsync(HttpMethod.Delete, path);

        var now = api.Service.Clock.GetUtcNow().UtcDateTime;
        var offered = Assert.Single(await api.Service.EventsAsync(offer));
        Assert.Equal(("transfer_offer", alice.Id, folder, drive), (offered.Action, offered.UserId, offered.ItemId, offered.DriveId));
        Assert.Equal((bob.Id, "read"), (offered.Metadata.GetProperty("user_id").GetInt64(), offered.Metadata.Text("keep_access")));
        Assert.InRange(offered.Metadata.GetProperty("expires_at").GetDateTime(), now.AddDays(13), now.AddDays(15));
        foreach (var (request, by, declined) in new[] { (withdraw, alice, false), (decline, bob, true) })
        {
            var left = Assert.Single(await api.Service.EventsAsync(request));
            Assert.Equal(("transfer_withdraw", by.Id, folder, drive), (left.Action, left.UserId, left.ItemId, left.DriveId));
            Assert.Equal((bob.Id, declined), (left.Metadata.GetProperty("user_id").GetInt64(), left.Metadata.GetProperty("declined").GetBoolean()));
        }
    }

    [Fact]
    public async Task Accepting_leaves_a_move_in_either_drive_that_tells_of_that_drive_s_folder_only()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (from, to) = (await alice.CreateFolderAsync("from"), await bob.CreateFolderAsync("to"));
        var folder = await alice.CreateFolderAsync("F", from);
        await alice.OfferToAsync(folder, bob);

        var (response, request) = await bob.Http.AskAsync(HttpMethod.Post, $"/v1/items/{folder}/transfer/accept", new { parent_id = to, item_name = "G" });

        await response.SucceededAsync();
        var all = await api.Service.EventsAsync(request);
        var kept = Assert.Single(all, e => e.Action == "permission_grant");
        Assert.Equal((folder, alice.Id, "write"), (kept.ItemId, kept.Metadata.GetProperty("user_id").GetInt64(), kept.Metadata.Text("level")));
        var events = all.Where(e => e.Action == "move").ToList();
        Assert.Equal(2, events.Count);
        Assert.All(events, e => Assert.Equal(("move", bob.Id, folder, true), (e.Action, e.UserId, e.ItemId, e.Metadata.GetProperty("transfer").GetBoolean())));
        var (hersIs, hisIs) = (await DriveAsync(alice), await DriveAsync(bob));
        var (hers, his) = (Assert.Single(events, e => e.DriveId == hersIs).Metadata, Assert.Single(events, e => e.DriveId == hisIs).Metadata);
        Assert.Equal(("F", from, bob.Id, "write"), (hers.Text("name"), hers.GetProperty("from").GetInt64(), hers.GetProperty("to_owner").GetInt64(), hers.Text("keep_access")));
        Assert.Equal(("G", to, alice.Id), (his.Text("name"), his.GetProperty("to").GetInt64(), his.GetProperty("from_owner").GetInt64()));
        Assert.Equal(["from", "keep_access", "name", "to_owner", "transfer"], hers.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["from_owner", "name", "old_name", "to", "transfer"], his.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_refused_leaves_none()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");

        foreach (var (user, method, path) in new[] { (alice, HttpMethod.Post, ""), (bob, HttpMethod.Post, "/accept"), (bob, HttpMethod.Delete, "") })
        {
            var (_, request) = await user.Http.AskAsync(method, $"/v1/items/{folder}/transfer{path}", method == HttpMethod.Post && path == "" ? new { user_id = alice.Id } : null);
            Assert.Empty(await api.Service.EventsAsync(request));
        }
    }

    private Task<long> DriveAsync(TestUser user) => api.Service.ScalarAsync<long>("SELECT id FROM drives WHERE owner_id = $1", user.Id);
}
