using System.Net;
using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Whatever changes something about an item can be meant for one state of it, and has to be where that is obligatory. (Renaming, moving, deleting, uploads, restoring and offering: their own tests.)</summary>
public class IfMatchRoutesTests(IfMatchRoutesTests.Strict strict) : IClassFixture<IfMatchRoutesTests.Strict>
{
    private sealed record World(TestUser Alice, TestUser Bob, long File, long Former, long Grant, long Offered, long Trashed, long Folder, long Tag, long Link);

    private static readonly Dictionary<string, (bool Obligatory, Func<World, (HttpMethod, string, object?)> Ask)> Routes = new(StringComparer.Ordinal)
    {
        ["grant"] = (true, w => (HttpMethod.Post, $"/v1/items/{w.File}/permissions", new { user_id = w.Bob.Id, permission_type = "write" })),
        ["change a grant"] = (true, w => (HttpMethod.Patch, $"/v1/items/{w.File}/permissions/{w.Grant}", new { permission_type = "write" })),
        ["take a grant away"] = (true, w => (HttpMethod.Delete, $"/v1/items/{w.File}/permissions/{w.Grant}", null)),
        ["link"] = (true, w => (HttpMethod.Post, $"/v1/items/{w.File}/share-links", new { label = "x" })),
        ["change a link"] = (true, w => (HttpMethod.Patch, $"/v1/items/{w.File}/share-links/{w.Link}", new { label = "x" })),
        ["end a link"] = (true, w => (HttpMethod.Delete, $"/v1/items/{w.File}/share-links/{w.Link}", null)),
        ["restore a version"] = (true, w => (HttpMethod.Post, $"/v1/items/{w.File}/versions/{w.Former}/restore", null)),
        ["label a version"] = (true, w => (HttpMethod.Patch, $"/v1/items/{w.File}/versions/{w.Former}", new { label = "x" })),
        ["delete a version"] = (true, w => (HttpMethod.Delete, $"/v1/items/{w.File}/versions/{w.Former}", null)),
        ["set a policy"] = (true, w => (HttpMethod.Put, $"/v1/items/{w.Folder}/version-policy", new { keep_newest = 9 })),
        ["remove a policy"] = (true, w => (HttpMethod.Delete, $"/v1/items/{w.Folder}/version-policy", null)),
        ["set tags"] = (true, w => (HttpMethod.Put, $"/v1/items/{w.File}/tags", new { tags = new[] { "x" } })),
        ["add a tag"] = (true, w => (HttpMethod.Post, $"/v1/items/{w.File}/tags", new { name = "x" })),
        ["put a tag"] = (true, w => (HttpMethod.Put, $"/v1/items/{w.Folder}/tags/{w.Tag}", null)),
        ["take a tag off"] = (true, w => (HttpMethod.Delete, $"/v1/items/{w.File}/tags/{w.Tag}", null)),
        ["withdraw"] = (true, w => (HttpMethod.Delete, $"/v1/items/{w.Offered}/transfer", null)),
        ["purge"] = (true, w => (HttpMethod.Delete, $"/v1/trash/{w.Trashed}", null)),
        ["copy"] = (false, w => (HttpMethod.Post, $"/v1/items/{w.File}/copy", new { item_name = "copy" })), // changes nothing of the original
    };

    public static TheoryData<string> Cells => [.. Routes.Keys];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_state_that_is_over_is_refused_and_no_state_where_one_is_obligatory(string route)
    {
        var service = strict.Service;
        var world = await MakeAsync(service);
        var (obligatory, ask) = Routes[route];
        var (method, path, body) = ask(world);
        var before = await Snapshot.OfAsync(service);

        await (await world.Alice.IfMatchAsync("\"0-0\"", method, path, body)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        var without = await world.Alice.SendAsync(method, path, body is null ? null : JsonContent.Create(body), null);
        if (obligatory)
        {
            await without.IsProblemAsync((HttpStatusCode)428, "precondition_required");
            await before.IsUnchangedAsync();
            await (await world.Alice.IfMatchAsync("*", method, path, body)).SucceededAsync();
        }
        else
        {
            await without.SucceededAsync();
        }
    }

    private static async Task<World> MakeAsync(TestService service)
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var former = await alice.UploadAsync("f", TestUser.NewContent());
        await (await alice.IfMatchAsync("*", HttpMethod.Post, $"/v1/items/{former.Id()}/permissions", new { user_id = bob.Id, permission_type = "read" })).SucceededAsync();
        var grant = await service.ScalarAsync<long>("SELECT max(id) FROM permissions");
        var link = (await (await alice.IfMatchAsync("*", HttpMethod.Post, $"/v1/items/{former.Id()}/share-links", new { })).SucceededAsync()).Id();
        await service.ExecuteAsync("""
            WITH v AS (INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
                SELECT item_id, drive_id, 2, blob_id, size_bytes, mime_type, created_by, created_at FROM versions WHERE id = $1 RETURNING id, item_id, blob_id, size_bytes, drive_id),
            i AS (UPDATE items SET current_version_id = v.id, version_count = 2, next_version = 3 FROM v WHERE items.id = v.item_id),
            b AS (UPDATE blobs SET ref_count = 2 FROM v WHERE blobs.id = v.blob_id)
            UPDATE drives SET used_bytes = used_bytes + v.size_bytes FROM v WHERE drives.id = v.drive_id
            """, former.GetProperty("version_id").GetInt64());
        var offered = (await alice.UploadAsync("g", TestUser.NewContent())).Id();
        await (await alice.IfMatchAsync("*", HttpMethod.Post, $"/v1/items/{offered}/transfer", new { user_id = bob.Id })).SucceededAsync();
        var trashed = (await alice.UploadAsync("h", TestUser.NewContent())).Id();
        await (await alice.IfMatchAsync("*", HttpMethod.Delete, $"/v1/items/{trashed}", null)).SucceededAsync();
        return new(alice, bob, former.Id(), former.GetProperty("version_id").GetInt64(), grant, offered, trashed, await alice.CreateFolderAsync("i"), await service.PlantTagAsync(former.Id()), link);
    }

    /// <summary>A service where a state is obligatory, of these tests' own, since they look at all that is in it.</summary>
    public sealed class Strict(Api api) : IAsyncLifetime
    {
        public TestService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Service = await api.StartAsync("Items__RequireIfMatch=true");

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
