using System.Net;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Whale;

namespace DocMgmt.Tests.Tags;

/// <summary>What it costs to ask for tags, in rows: neither a much used tag nor a large drive costs whoever sees little of it.</summary>
public class TagWorkTests(Api api)
{
    private const int Many = 5_000;

    private const int Few = 200;

    /// <summary>Each with and without a plan that was made for its values: prepared statements may get either.</summary>
    public static TheoryData<string> Plans => [.. WhaleDrive.Plans];

    /// <summary>Rows of what carries tags. Folders are so few here that all are read where one is looked for.</summary>
    private static long Carriers(Work work) => work["items"].Read + work["item_tags"].Read;

    private sealed record Scene(TestService Service, TestUser Alice, TestUser Bob, long Folder, long Single, long Whale) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }

    /// <summary>A stranger is told the same of a tag that thousands carry as of none, for the same work; so is who was granted something beside it.</summary>
    [Theory]
    [InlineData(false, "force_custom_plan")]
    [InlineData(true, "force_custom_plan")]
    [InlineData(true, "force_generic_plan")]
    public async Task Who_does_not_see_a_tag_reads_nothing_of_what_carries_it(bool beside, string plan)
    {
        await using var scene = await MakeAsync(plan);
        if (beside) await scene.Service.GrantAsync(await scene.Alice.CreateFolderAsync("beside"), scene.Bob, 3);
        var unused = await scene.Alice.CreateTagAsync("unused");

        async Task<Work> AskAsync(long tag) => await Work.OfAsync(scene.Service, async () =>
        {
            await (await scene.Bob.PatchAsync($"/v1/tags/{tag}", new { name = "x" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
            await (await scene.Bob.GetAsync($"/v1/tags/{tag}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        });
        var (whale, none) = (await AskAsync(scene.Whale), await AskAsync(unused));

        Assert.True(Carriers(whale) < Few, $"{whale}");
        Assert.True(whale["item_tags"].Read == 0 && none["item_tags"].Read == 0, $"{whale}\n{none}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Who_was_granted_one_of_many_reads_no_others(string plan)
    {
        await using var scene = await MakeAsync(plan);
        await scene.Service.GrantAsync(scene.Single, scene.Bob, 2);

        var work = await Work.OfAsync(scene.Service, async () =>
        {
            Assert.Equal("rare 1, whale 1", await scene.Bob.CarriedAsync(scene.Single));
            await (await scene.Bob.SendAsync(HttpMethod.Put, $"/v1/items/{scene.Single}/tags/{scene.Whale}", null, null)).SucceededAsync();
            await (await scene.Bob.PutTagsAsync(scene.Single, new { tag_ids = new[] { scene.Whale } })).SucceededAsync();
            await (await scene.Bob.PostAsync($"/v1/items/{scene.Single}/tags", new { name = "rare" })).SucceededAsync();
            Assert.Equal(1, (await scene.Bob.GetJsonAsync($"/v1/tags/{scene.Whale}")).GetProperty("usage_count").GetInt64());
        });

        Assert.True(Carriers(work) < Few, $"{work}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Completion_counts_only_what_carries_tags_that_begin_so(string plan)
    {
        await using var scene = await MakeAsync(plan);
        await scene.Service.GrantAsync(scene.Folder, scene.Bob, 1);
        await scene.Service.GrantAsync(scene.Single, scene.Bob, 1);

        var work = await Work.OfAsync(scene.Service, async () =>
        {
            Assert.Equal("rare 1", await scene.Bob.TagsAsync("ra"));
            Assert.Equal("", await scene.Bob.TagsAsync("nothing"));
        });

        Assert.True(Carriers(work) < Few, $"{work}");
        Assert.Equal($"whale {Many + 1}, rare 1", await scene.Bob.TagsAsync());
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Completion_reads_only_the_tags_that_begin_so(string plan)
    {
        await using var scene = await MakeAsync(plan);
        await scene.Service.GrantAsync(scene.Single, scene.Bob, 1);
        await scene.Service.ExecuteAsync("INSERT INTO tags (drive_id, name, name_key) SELECT i.drive_id, 't' || n, 't' || n FROM items i, generate_series(1, 9000) n WHERE i.id = $1", scene.Folder);
        await scene.Service.ExecuteAsync("ANALYZE tags");

        var work = await Work.OfAsync(scene.Service, async () =>
        {
            foreach (var user in new[] { scene.Alice, scene.Bob }) Assert.StartsWith("rare 1", await user.TagsAsync("ra"), StringComparison.Ordinal);
        });

        Assert.True(work["tags"].Read < Few, $"{work}");
    }

    /// <summary>A folder with a hundred folders of fifty files each, which carry <c>whale</c>, and beside it one file that carries <c>rare</c> too.</summary>
    private async Task<Scene> MakeAsync(string plan)
    {
        var service = await api.StartAsync();
        await service.ExecuteAsync($"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET plan_cache_mode = {plan}', current_database()); END $$");
        await service.PauseJobsAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (folder, single) = (await alice.CreateFolderAsync("F"), (await alice.UploadAsync("f", TestUser.NewContent())).Id());
        await alice.CarryAsync(single, "whale", "rare");
        var whale = await alice.TagIdAsync("whale");
        await service.ExecuteAsync("""
            WITH below AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
                SELECT drive_id, id, 'folder', 'd' || n, 'd' || n, created_by, now(), now() FROM items, generate_series(1, 100) n WHERE id = $1
                RETURNING id, drive_id, created_by
            ),
            narrow AS (
                INSERT INTO folders (id, drive_id, path, depth) SELECT b.id, b.drive_id, f.path || b.id || '/', f.depth + 1 FROM below b, folders f WHERE f.id = $1
            ),
            made AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
                SELECT drive_id, id, 'file', 'n' || n, 'n' || n, 0, created_by, now(), now() FROM below, generate_series(1, 50) n
                RETURNING id
            )
            INSERT INTO item_tags (item_id, tag_id) SELECT id, $2 FROM made
            """, folder, whale);
        await service.ExecuteAsync("UPDATE tags SET usage_count = $2 WHERE id = $1", whale, Many + 1);
        await service.ExecuteAsync("VACUUM ANALYZE items, item_tags, tags, permissions, folders");
        return new(service, alice, bob, folder, single, whale);
    }
}
