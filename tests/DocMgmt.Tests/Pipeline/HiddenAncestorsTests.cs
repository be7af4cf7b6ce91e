using System.Net;
using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Whoever was given something deep in a drive learns nothing of what lies above or beside it.</summary>
public partial class HiddenAncestorsTests(Api api)
{
    [Fact]
    public async Task No_answer_holds_a_name_or_an_id_of_what_lies_above_or_beside()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var root = await api.Service.RootAsync(alice);
        await api.Service.ExecuteAsync("SELECT setval('items_id_seq', nextval('items_id_seq') + 1000000)"); // ids that look like nothing else
        var top = await alice.CreateFolderAsync("canary-top");
        var middle = await alice.CreateFolderAsync("canary-middle", top);
        var beside = await alice.CreateFolderAsync("canary-beside", middle);
        var shared = await alice.CreateFolderAsync("Shared", middle);
        var inside = await alice.CreateFolderAsync("Inside", shared);
        var file = (await alice.UploadAsync("f.txt", TestUser.NewContent(), inside)).Id();
        await api.Service.GrantAsync(shared, bob, 2);
        foreach (var id in new[] { shared, inside, file, top, middle, beside }) await api.Service.StarAsync(id, bob);

        var answers = new List<HttpResponseMessage>();
        foreach (var id in new[] { shared, inside, file, top, middle, beside, root })
        {
            foreach (var path in new[] { $"/v1/items/{id}", $"/v1/items?parent_id={id}", $"/v1/items?parent_id={id}&page_size=1", $"/v1/files/{id}/download" })
                answers.Add(await bob.GetAsync(path));
            foreach (var type in new[] { "folder", "file" }) answers.Add(await bob.PostAsync("/v1/items", new { item_name = type, type, parent_id = id }));
            answers.Add(await bob.PostAsync("/v1/items", new { item_name = "folder", type = "folder", parent_id = id, on_conflict = "rename" }));
            answers.Add(await bob.PutContentAsync("up.bin", TestUser.NewContent(), id));
            answers.Add(await bob.InitiateAsync("up2.bin", TestUser.NewContent(), id));
        }

        foreach (var path in new[] { "/v1/items?starred=true", "/v1/items?starred=true&page_size=1", "/v1/items", "/v1/items/by-path?path=/canary-top" })
            answers.Add(await bob.GetAsync(path));
        Assert.Equal(21, answers.Count(a => a.IsSuccessStatusCode));
        foreach (var answer in answers)
        {
            var text = $"{string.Join('\n', answer.Headers.Select(h => string.Join(',', h.Value)))}\n{await answer.Content.ReadAsStringAsync()}";
            Assert.DoesNotContain("canary", answer.RequestMessage!.RequestUri!.Query.Contains("canary", StringComparison.Ordinal) ? "" : text, StringComparison.Ordinal);
            var asked = Number().Matches(answer.RequestMessage.RequestUri.PathAndQuery).Select(m => m.Value);
            var told = Number().Matches(text).Select(m => m.Value).Except(answer.IsSuccessStatusCode ? asked : []);
            Assert.Empty(told.Intersect([$"{top}", $"{middle}", $"{beside}"]));
        }
    }

    [Fact]
    public async Task A_path_begins_at_the_highest_folder_that_the_caller_may_read()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var ids = new List<long>();
        foreach (var name in new[] { "1", "2", "3", "4" }) ids.Add(await alice.CreateFolderAsync(name, ids.Count == 0 ? null : ids[^1]));

        await api.Service.GrantAsync(ids[3], bob, 3);
        Assert.Equal((null, "/4"), await SeenAsync(bob, ids[3]));
        await api.Service.GrantToGroupAsync(ids[1], bob, 1);
        Assert.Equal((ids[2], "/2/3/4"), await SeenAsync(bob, ids[3]));
        Assert.Equal((ids[1], "/2/3"), await SeenAsync(bob, ids[2]));
        Assert.Equal((null, "/2"), await SeenAsync(bob, ids[1]));
        await api.Service.GrantAsync(ids[0], bob, 3, DateTime.UnixEpoch);
        Assert.Equal((null, "/2"), await SeenAsync(bob, ids[1]));
        await (await bob.GetAsync($"/v1/items/{ids[0]}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        await api.Service.GrantAsync(await api.Service.RootAsync(alice), bob, 1);
        Assert.Equal((null, "/1"), await SeenAsync(bob, ids[0]));
        Assert.Equal((ids[2], "/1/2/3/4"), await SeenAsync(bob, ids[3]));
        Assert.Equal((ids[2], "/1/2/3/4"), await SeenAsync(alice, ids[3]));
    }

    private static async Task<(long? Parent, string Path)> SeenAsync(TestUser user, long id)
    {
        var item = await user.GetJsonAsync($"/v1/items/{id}");
        var parent = item.GetProperty("parent_id");
        return (parent.ValueKind.ToString() == "Null" ? null : parent.GetInt64(), item.Text("full_path"));
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();
}
