using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

/// <summary>Somebody who was given admin on one folder deep in a drive learns nothing of what lies above or beside it.</summary>
public partial class SharingCanaryTests(Api api)
{
    [Fact]
    public async Task No_answer_holds_a_name_or_an_id_of_what_the_asker_may_not_read()
    {
        await api.Service.ExecuteAsync("SELECT setval('items_id_seq', nextval('items_id_seq') + 1000000)"); // ids that look like nothing else
        await api.Service.ExecuteAsync("SELECT setval('permissions_id_seq', nextval('permissions_id_seq') + 7000000)");
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var root = await api.Service.RootAsync(alice);
        var top = await alice.CreateFolderAsync("canary-top");
        var beside = await alice.CreateFolderAsync("canary-beside", top);
        var shared = await alice.CreateFolderAsync("Shared", top);
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), shared)).Id();
        var hidden = new List<long> { root, top, beside, (await alice.ShareAsync(top, carol, "admin")).Id(), (await alice.ShareAsync(beside, carol, "read")).Id() };
        await alice.ShareAsync(shared, bob, "admin");
        await (await alice.GrantAsync(top, new { group_id = await alice.PlantGroupAsync(carol), permission_type = "write" })).SucceededAsync();
        hidden.Add(await api.Service.ScalarAsync<long>("SELECT max(id) FROM permissions WHERE item_id = $1", top));

        var (answers, good) = (new List<HttpResponseMessage>(), 0);
        foreach (var id in new[] { shared, file, top, beside, root })
        {
            answers.AddRange([await bob.GetAsync($"/v1/items/{id}/permissions"), await bob.GetAsync($"/v1/items/{id}/access")]);
            foreach (var user in new[] { alice, bob, carol }) answers.Add(await bob.GetAsync($"/v1/items/{id}/access?user_id={user.Id}"));
            foreach (var user in new[] { alice, carol }) answers.Add(await bob.GrantAsync(id, new { user_id = user.Id, permission_type = "read" }));
            foreach (var grant in hidden) answers.AddRange([await bob.ChangeGrantAsync(id, grant, new { permission_type = "read" }), await bob.RevokeAsync(id, grant)]);
        }

        answers.AddRange([await bob.GetAsync("/v1/shared-with-me"), await bob.GetAsync("/v1/shared-with-me?page_size=1")]);
        foreach (var answer in answers)
        {
            var text = $"{string.Join('\n', answer.Headers.Select(h => string.Join(',', h.Value)))}\n{await answer.Content.ReadAsStringAsync()}";
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
            var told = Number().Matches(text).Select(m => m.Value).Intersect(hidden.Select(id => $"{id}"));
            Assert.Empty(told);
            good += answer.IsSuccessStatusCode ? 1 : 0;
        }

        Assert.Equal(14, good);
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();
}
