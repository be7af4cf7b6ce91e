using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Trash;

/// <summary>What is in the trash, or in a folder there, is in no answer of any operation that the description has but those of the trash itself: not for its owner, nor for who had admin on it.</summary>
public class NowhereElseTests(Api api)
{
    private static readonly string[] Queries = ["", "?starred=true", "?recursive=true", "?recursive=true&order=-updated_at", "?$count=true&order=size&folders_first=true"];

    [Fact]
    public async Task No_operation_knows_what_is_in_the_trash_and_no_list_has_it()
    {
        await using var service = await api.StartAsync();
        var description = await ApiDescription.OfAsync(service.Address);
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var place = await alice.CreateFolderAsync("place");
        await service.GrantAsync(place, bob, 3);
        var things = await PlantAsync(alice, bob);
        var told = new List<string>();
        var asked = 0;

        foreach (var operation in description.Operations.Where(o => IsAboutItems(o) && o.Path.Contains("{id}", StringComparison.Ordinal)))
        {
            foreach (var (user, thing) in from u in new[] { alice, bob } from t in things select (u, t))
            {
                using var answer = await AskAsync(user, operation, thing, place, bob);
                asked++;
                if (answer.StatusCode != HttpStatusCode.NotFound) told.Add($"{operation} of {thing.Name}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }

        foreach (var operation in description.Operations.Where(o => o.Method == "GET" && !o.Path.Contains('{', StringComparison.Ordinal) && !o.Path.StartsWith("/v1/trash", StringComparison.Ordinal)
            && o.Path != "/v1/audit/me")) // where one put it there
        {
            foreach (var (user, query) in from u in new[] { alice, bob } from q in Queries select (u, q))
            {
                using var answer = await user.GetAsync($"{operation.Path}{query}");
                var text = await answer.Content.ReadAsStringAsync();
                told.AddRange(things.Where(t => text.Contains($"\"{t.Name}\"", StringComparison.Ordinal)).Select(t => $"{operation}{query} lists {t.Name}"));
            }
        }

        foreach (var thing in things)
            await (await alice.GetAsync($"/v1/items/by-path?path=/{thing.Path}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal([], told);
        Assert.True(asked > 100, $"{asked}");
    }

    private sealed record Thing(string Name, string Path, long Id, long Version, long Grant, long Tag);

    // What is fetched by a URL needs one that is signed: DownloadUrlTests.
    private static bool IsAboutItems(Operation operation) => operation.Path != "/v1/files/{id}/content"
        && (operation.Path.StartsWith("/v1/items", StringComparison.Ordinal) || operation.Path.StartsWith("/v1/files", StringComparison.Ordinal));

    /// <summary>A file and a folder in the trash, and each of them in a folder there: starred by both, and granted by itself.</summary>
    private static async Task<List<Thing>> PlantAsync(TestUser alice, TestUser bob)
    {
        var folder = await alice.CreateFolderAsync("trashed-folder");
        var inner = await alice.CreateFolderAsync("inner-folder", folder);
        var things = new List<Thing>();
        foreach (var (name, path, id) in new[]
        {
            ("trashed-file", "trashed-file", (await alice.UploadAsync("trashed-file", TestUser.NewContent())).Id()), ("trashed-folder", "trashed-folder", folder),
            ("inner-file", "trashed-folder/inner-folder/inner-file", (await alice.UploadAsync("inner-file", TestUser.NewContent(), inner)).Id()), ("inner-folder", "trashed-folder/inner-folder", inner),
        })
        {
            foreach (var user in new[] { alice, bob }) await alice.Service.StarAsync(id, user);
            var version = await alice.ItemAsync(id);
            things.Add(new(name, path, id, version.GetProperty("current_version_id").ValueKind == JsonValueKind.Null ? 1 : version.GetProperty("current_version_id").GetInt64(),
                (await alice.ShareAsync(id, bob, "admin")).Id(), await alice.Service.PlantTagAsync(id)));
        }

        await alice.TrashAsync(things[0].Id);
        await alice.TrashAsync(folder);
        return things;
    }

    private static Task<HttpResponseMessage> AskAsync(TestUser user, Operation operation, Thing thing, long place, TestUser other)
    {
        var path = operation.Path.Replace("{id}", Text(thing.Id), StringComparison.Ordinal).Replace("{version_id}", Text(thing.Version), StringComparison.Ordinal)
            .Replace("{tag_id}", Text(thing.Tag), StringComparison.Ordinal).Replace("{permission_id}", Text(thing.Grant), StringComparison.Ordinal).Replace("{user_id}", Text(other.Id), StringComparison.Ordinal);
        if (!operation.Bodies.Any()) return user.SendAsync(new(operation.Method), path, null, null);
        var body = JsonNode.Parse(operation.Bodies.First().Value.GetProperty("example").GetRawText())!.AsObject();
        if (body.ContainsKey("parent_id")) body["parent_id"] = place;
        if (body.ContainsKey("user_id")) body["user_id"] = other.Id;
        if (body.ContainsKey("keep_access")) body["keep_access"] = null;
        return user.SendAsync(new(operation.Method), path, JsonContent.Create(body), null);
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
