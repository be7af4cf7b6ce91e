using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

/// <summary>Who waits for a lock is judged by what is true when they have it.</summary>
public class GrantLockTests(Api api)
{
    private const string Folder = "SELECT id FROM folders WHERE id = $1 FOR UPDATE", Item = "SELECT id FROM items WHERE id = $1 FOR NO KEY UPDATE";

    public static TheoryData<string, string> Ways()
    {
        var ways = new TheoryData<string, string>();
        foreach (var held in new[] { Folder, Item })
        {
            foreach (var verb in new[] { "POST", "PATCH", "DELETE" }) ways.Add(held, verb);
        }

        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_grant_that_is_revoked_while_a_command_waits_counts_no_more(string held, string verb)
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var inside = await alice.CreateFolderAsync("inside", folder);
        var grant = (await alice.ShareAsync(inside, carol, "write")).Id();
        await alice.ShareAsync(folder, bob, "admin");
        await using var holder = await Holder.OfAsync(api.Service, held, inside);

        var waiting = AskAsync(bob, verb, inside, grant, carol.Id);
        await holder.BlocksAsync(api.Service, waiting);
        await api.Service.RevokeAsync(folder, bob);
        await holder.CommitAsync();

        await (await waiting).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("write", Assert.Single(await alice.GrantsAsync(inside)).Text("permission_type"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_grant_that_is_lowered_while_a_command_waits_counts_as_what_it_is(string held, string verb)
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var grant = (await alice.ShareAsync(folder, carol, "write")).Id();
        await alice.ShareAsync(folder, bob, "admin");
        await using var holder = await Holder.OfAsync(api.Service, held, folder);

        var waiting = AskAsync(bob, verb, folder, grant, carol.Id);
        await holder.BlocksAsync(api.Service, waiting);
        await api.Service.ExecuteAsync("UPDATE permissions SET level = 2 WHERE item_id = $1 AND user_id = $2", folder, bob.Id);
        await holder.CommitAsync();

        await (await waiting).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal("write", await carol.LevelAsync(folder));
    }

    [Fact]
    public async Task What_is_trashed_meanwhile_is_not_shared()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        await using var holder = await Holder.OfAsync(api.Service, "UPDATE items SET trashed_at = now() WHERE id = $1", file);

        var granting = alice.GrantAsync(file, new { user_id = bob.Id, permission_type = "read" });
        await holder.BlocksAsync(api.Service, granting);
        await holder.CommitAsync();

        await (await granting).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM permissions WHERE item_id = $1", file));
    }

    [Fact]
    public async Task Sharing_a_folder_does_not_stand_in_the_way_of_putting_things_into_it()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await using var holder = await Holder.OfAsync(api.Service, Item, folder);
        await holder.RunAsync("SELECT id FROM folders WHERE id = $1 FOR SHARE", folder);

        await alice.CreateFolderAsync("x", folder).WaitAsync(TimeSpan.FromSeconds(4));
        await alice.UploadAsync("y", TestUser.NewContent(), folder).WaitAsync(TimeSpan.FromSeconds(4));
    }

    private static Task<HttpResponseMessage> AskAsync(TestUser user, string verb, long item, long grant, long grantee) => verb switch
    {
        "POST" => user.GrantAsync(item, new { user_id = grantee, permission_type = "admin" }),
        "PATCH" => user.ChangeGrantAsync(item, grant, new { permission_type = "admin" }),
        _ => user.RevokeAsync(item, grant),
    };
}
