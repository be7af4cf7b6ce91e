using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Pipeline;

namespace DocMgmt.Tests.Listing;

/// <summary>All that is below a folder: what the model has, each as it shows itself, wherever grants and trash lie between.</summary>
public class ListTreeTests(Api api, ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task All_that_is_below_is_listed_folder_by_folder_as_each_shows_itself(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var users = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.NewUserAsync()));
        var model = await RandomTree.PlantAsync(api.Service, users, random, items: 150, grants: 30);

        foreach (var user in users)
        {
            var itself = new Dictionary<long, string>();
            foreach (var folder in model.FoldersOf(user).OrderBy(f => -model.Below(f).Count).Take(12))
            {
                var expected = model.Below(folder);
                var listed = await user.WalkAsync($"/v1/items/{folder}/children?recursive=true", random.Next(1, 12));
                Assert.Equal(expected, listed.Ids());
                Assert.Equal(expected, (await user.WalkAsync($"/v1/items?parent_id={folder}&recursive=true&order=created_at", 9)).Ids().OrderBy(expected.IndexOf));
                Assert.Equal(expected.Count, (await user.GetJsonAsync($"/v1/items?parent_id={folder}&recursive=true&page=2&page_size=3")).GetProperty("total").GetInt32());
                foreach (var item in listed)
                {
                    if (!itself.ContainsKey(item.Id())) itself[item.Id()] = Shown(await user.GetJsonAsync($"/v1/items/{item.Id()}"));
                    Assert.Equal(itself[item.Id()], Shown(item));
                }
            }
        }
    }

    [Fact]
    public async Task A_page_by_number_is_the_same_as_the_walk_to_it()
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        foreach (var n in Enumerable.Range(1, 4))
        {
            var folder = await alice.CreateFolderAsync($"{n}", top);
            foreach (var m in Enumerable.Range(1, n)) await alice.UploadAsync($"{m}", TestUser.NewContent(), folder);
        }

        foreach (var query in new[] { "", "&folders_first=true", "&type=file", "&type=folder", "&order=-size" })
        {
            var list = $"/v1/items?parent_id={top}&recursive=true{query}";
            var (walked, pages) = ((await alice.WalkAsync(list, 3)).Ids().ToList(), new List<long>());
            for (var page = 1; pages.Count < walked.Count; page++) pages.AddRange((await alice.GetJsonAsync($"{list}&page={page}&page_size=3")).GetProperty("data").EnumerateArray().Ids());
            Assert.Equal(walked, pages);
        }
    }

    [Fact]
    public async Task A_file_has_nothing_below_it()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();

        foreach (var path in new[] { $"/v1/items/{file}/children", $"/v1/items?parent_id={file}&recursive=true", $"/v1/items?parent_id={file}&recursive=true&order=size" })
            await (await alice.GetAsync(path)).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
    }

    [Fact]
    public async Task A_cursor_tells_nothing_of_what_lies_above()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var hidden = await alice.CreateFolderAsync("hidden");
        var shown = await alice.CreateFolderAsync("shown", hidden);
        foreach (var n in Enumerable.Range(1, 3)) await alice.CreateFolderAsync($"{n}", await alice.CreateFolderAsync($"in {n}", shown));
        await api.Service.GrantAsync(shown, bob, 1);

        var cursor = (await bob.GetJsonAsync($"/v1/items?parent_id={shown}&recursive=true&page_size=5")).Text("next_cursor");

        var text = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor));
        Assert.DoesNotContain($"{hidden}/", text, StringComparison.Ordinal);
    }

    private static string Shown(JsonElement item) =>
        string.Join('\n', item.EnumerateObject().Where(m => m.Name != "last_accessed_at").OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{m.Name}: {m.Value.GetRawText()}"));
}
