using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>Who sees and sets a folder's policy, and what it tells of folders above.</summary>
public class PrunePolicyAccessTests(Api api)
{
    [Fact]
    public async Task Admins_of_a_folder_see_what_holds_and_not_where_above_it_stands()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        var folder = await alice.CreateFolderAsync("F", top);
        await (await alice.SetPolicyAsync(top, new { keep_newest = 3 })).SucceededAsync();
        await alice.ShareAsync(folder, bob, "admin");

        (await bob.PolicyAsync(folder)).IsPolicy(null, inherited: true, 3, null);
        await (await bob.SetPolicyAsync(folder, new { keep_newest = 2 })).SucceededAsync();
        (await (await bob.RemovePolicyAsync(folder)).SucceededAsync()).IsPolicy(null, inherited: true, 3, null);
    }

    [Fact]
    public async Task Only_folders_have_one_and_only_admins_set_it()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("a", TestUser.NewContent(), folder)).Id();
        await alice.ShareAsync(folder, bob, "write");

        foreach (var ask in new Func<TestUser, long, Task<HttpResponseMessage>>[]
                 {
                     (u, id) => u.GetAsync($"/v1/items/{id}/version-policy"),
                     (u, id) => u.SetPolicyAsync(id, new { keep_newest = 1 }),
                     (u, id) => u.RemovePolicyAsync(id),
                     (u, id) => u.TryPolicyAsync(id),
                 })
        {
            await (await ask(alice, file)).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
            await (await ask(bob, folder)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            await (await ask(carol, folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }
    }
}
