using System.Net;
using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

/// <summary>Putting tags on an item is a change of it, like any other.</summary>
public class ItemTagChangeTests(Api api)
{
    [Fact]
    public async Task A_change_is_a_new_revision_and_an_event_and_what_changes_nothing_is_none()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var first = (await alice.ItemAsync(file)).GetProperty("revision").GetInt64();

        await alice.CarryAsync(file, "a", "b");
        await alice.CarryAsync(file, "B", "A");
        await alice.PostJsonAsync($"/v1/items/{file}/tags", new { name = "a" });
        await alice.CarryAsync(file, "b", "c");

        Assert.Equal(first + 2, (await alice.ItemAsync(file)).GetProperty("revision").GetInt64());
        Assert.Equal("""{"tags_added": ["a", "b"], "tags_removed": []} {"tags_added": ["c"], "tags_removed": ["a"]}""", await service.ScalarAsync<string>(
            "SELECT string_agg(CAST(metadata AS text), ' ' ORDER BY id) FROM events WHERE item_id = $1 AND action = 'update' AND drive_id IS NOT NULL", file));
    }

    [Fact]
    public async Task A_root_and_what_is_in_the_trash_are_not_tagged()
    {
        var alice = await api.NewUserAsync();
        var (root, file) = (await api.Service.RootAsync(alice), (await alice.UploadAsync("f", TestUser.NewContent())).Id());
        await alice.CarryAsync(file, "a");
        await alice.TrashAsync(file);

        await (await alice.PutTagsAsync(root, Tagging.Names("a"))).IsProblemAsync(HttpStatusCode.BadRequest, "drive_root");
        await (await alice.PutTagsAsync(file, Tagging.Names("b"))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.GetAsync($"/v1/items/{file}/tags")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.RestoreAsync(file)).SucceededAsync();
        Assert.Equal("a 1", await alice.CarriedAsync(file));
    }

    [Fact]
    public async Task If_match_means_one_state_of_the_item()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var etag = await alice.TagAsync(file);

        await (await alice.IfMatchAsync(etag, HttpMethod.Put, $"/v1/items/{file}/tags", Tagging.Names("a"))).SucceededAsync();
        await (await alice.IfMatchAsync(etag, HttpMethod.Put, $"/v1/items/{file}/tags", Tagging.Names("b"))).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");

        Assert.Equal("a 1", await alice.CarriedAsync(file));
    }

    [Fact]
    public async Task The_same_key_tags_once()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        Task<HttpResponseMessage> AskAsync() => alice.SendAsync(HttpMethod.Put, $"/v1/items/{file}/tags", JsonContent.Create(Tagging.Names("a")), "one");

        var first = await (await AskAsync()).SucceededAsync();
        await alice.CarryAsync(file);

        Assert.Equal($"{first}", $"{await (await AskAsync()).SucceededAsync()}");
        Assert.Equal("", await alice.CarriedAsync(file));
    }
}
