using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

/// <summary>What goes into another user's drive belongs to that user from then on.</summary>
public class MoveBetweenDrivesTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    [Fact]
    public async Task Owner_quota_and_all_that_is_below_change_together()
    {
        var service = own.Service;
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var inner = await alice.CreateFolderAsync("inner", folder);
        var file = (await alice.UploadAsync("f", TestUser.NewContent(3_000), inner)).Id();
        await alice.UploadAsync("f", TestUser.NewContent(4_000), inner);
        var stays = (await alice.UploadAsync("stays", TestUser.NewContent(500), inner)).Id();
        var staysToo = await alice.CreateFolderAsync("stays too", inner);
        await alice.CreateFolderAsync("deeper", staysToo);
        await alice.TrashAsync(stays);
        await alice.TrashAsync(staysToo);
        var to = await bob.CreateFolderAsync("to");
        await service.GrantAsync(to, alice, 2);
        await service.GrantAsync(inner, await service.NewUserAsync(), 1);

        var moved = await (await alice.MoveAsync(folder, to)).SucceededAsync();

        Assert.Equal(bob.Id, moved.GetProperty("owner_id").GetInt64());
        Assert.Equal("/to/F/inner/f", await bob.PathAsync(file));
        Assert.Equal((500, 7_000), (await alice.UsedBytesAsync(), await bob.UsedBytesAsync()));
        Assert.Equal([stays, staysToo], (await alice.TrashedAsync()).Select(t => t.Id()).Order());
        Assert.Empty(await bob.TrashedAsync());
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM permissions WHERE item_id = $1", inner));
        await service.DoctorAsync();

        await (await alice.RestoreAsync(stays)).IsProblemAsync(HttpStatusCode.Conflict, "parent_deleted");
        foreach (var left in new[] { stays, staysToo }) await (await alice.RestoreAsync(left, new { parent_id = (long?)null })).SucceededAsync();
        await service.DoctorAsync();
    }

    [Fact]
    public async Task The_grants_stay_where_the_mover_asks_for_it()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await api.Service.GrantAsync(file, carol, 1);
        var to = await bob.CreateFolderAsync("to");
        await api.Service.GrantAsync(to, alice, 2);
        await api.Service.GrantAsync(file, bob, 1);
        await (await alice.MoveAsync(file, to, keep: true)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden"); // who may not grant there brings no grants
        await api.Service.RevokeAsync(to, alice);
        await api.Service.GrantAsync(to, alice, 3);

        await (await alice.MoveAsync(file, to, keep: true)).SucceededAsync();

        Assert.Equal("read", (await carol.ItemAsync(file)).Text("permission_type"));
        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM permissions WHERE item_id = $1 AND user_id = $2", file, bob.Id)); // an owner needs none
    }

    [Fact]
    public async Task Who_does_not_own_it_takes_it_into_no_other_drive()
    {
        var (alice, eve) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.GrantAsync(folder, eve, 3);

        await (await eve.MoveAsync(folder, await eve.CreateFolderAsync("mine"))).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal("/F", await alice.PathAsync(folder));
    }

    [Fact]
    public async Task A_drive_without_room_takes_nothing()
    {
        var service = own.Service;
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync(quotaBytes: 5_000));
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("f", TestUser.NewContent(5_001), folder);
        var to = await bob.CreateFolderAsync("to");
        await service.GrantAsync(to, alice, 2);

        var problem = await (await alice.MoveAsync(folder, to)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");

        Assert.False(problem.TryGetProperty("available_bytes", out _));
        Assert.Equal("/F", await alice.PathAsync(folder));
        Assert.Equal((5_001, 0), (await alice.UsedBytesAsync(), await bob.UsedBytesAsync()));
        await service.DoctorAsync();
    }
}
