using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

public class TagTests(Api api)
{
    [Fact]
    public async Task A_tag_has_a_name_a_colour_and_a_count()
    {
        var alice = await api.NewUserAsync();

        var tag = await alice.PostJsonAsync("/v1/tags", new { name = "  Éte\u0301 2026 ", color = "#1A73E8" });

        Assert.Equal(("Été 2026", "#1a73e8", 0), (tag.Text("name"), tag.Text("color"), tag.GetProperty("usage_count").GetInt64()));
        Assert.Equal(JsonValueKind.Null, (await alice.PostJsonAsync("/v1/tags", new { name = "plain" })).GetProperty("color").ValueKind);
        Assert.Equal("plain 0, Été 2026 0", await alice.TagsAsync());
    }

    [Theory]
    [InlineData("final", "FINAL")]
    [InlineData("Straße", "STRAßE")]
    [InlineData("σίσυφος", "ΣΊΣΥΦΟΣ")]
    [InlineData("é", "E\u0301")]
    [InlineData("a b", " a b ")]
    public async Task A_name_is_taken_in_a_drive_whatever_its_case(string name, string other)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        await alice.CreateTagAsync(name);
        var second = await alice.CreateTagAsync("second");

        var taken = await alice.PostAsync("/v1/tags", new { name = other });
        Assert.Contains("merge", (await taken.JsonAsync()).Text("detail"), StringComparison.Ordinal);
        await taken.IsProblemAsync(HttpStatusCode.Conflict, "tag_name_taken");
        await (await alice.PatchAsync($"/v1/tags/{second}", new { name = other })).IsProblemAsync(HttpStatusCode.Conflict, "tag_name_taken");
        await bob.CreateTagAsync(other);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_bad_name_is_refused_wherever_it_comes_from(string name)
    {
        var alice = await api.NewUserAsync();
        var (tag, file) = (await alice.CreateTagAsync("good"), (await alice.UploadAsync("f", TestUser.NewContent())).Id());

        foreach (var asked in new[]
        {
            await alice.PostAsync("/v1/tags", new { name }), await alice.PatchAsync($"/v1/tags/{tag}", new { name }), await alice.PutTagsAsync(file, new { tags = new[] { "x", name } }),
            await alice.PostAsync($"/v1/items/{file}/tags", new { name }),
        }) await asked.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal("good 0", await alice.TagsAsync());
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    [InlineData("#1234567")]
    [InlineData("1234567")]
    [InlineData("#123456\n")]
    [InlineData("")]
    public async Task A_colour_is_written_in_one_way(string color)
    {
        var alice = await api.NewUserAsync();
        var tag = await alice.CreateTagAsync("good");

        await (await alice.PostAsync("/v1/tags", new { name = "x", color })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PatchAsync($"/v1/tags/{tag}", new { color })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Name_and_colour_change_apart_and_the_colour_can_go()
    {
        var alice = await api.NewUserAsync();
        var (tag, file) = (await alice.CreateTagAsync("Draft"), (await alice.UploadAsync("f", TestUser.NewContent())).Id());
        await alice.CarryAsync(file, "draft");
        var (revision, etag) = ((await alice.ItemAsync(file)).GetProperty("revision").GetInt64(), await alice.TagAsync(file));

        await (await alice.PatchAsync($"/v1/tags/{tag}", new { })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PatchAsync($"/v1/tags/{tag}", new { color = "#ABCDEF" })).SucceededAsync();
        var renamed = await (await alice.PatchAsync($"/v1/tags/{tag}", new { name = "DRAFT" })).SucceededAsync();
        Assert.Equal("#abcdef", renamed.Text("color"));
        Assert.Equal("DRAFT 1", await alice.CarriedAsync(file));
        var bare = await (await alice.PatchAsync($"/v1/tags/{tag}", new { color = (string?)null })).SucceededAsync();

        Assert.Equal(JsonValueKind.Null, bare.GetProperty("color").ValueKind);
        Assert.Equal(1, bare.GetProperty("usage_count").GetInt64());
        Assert.Equal(revision, (await alice.ItemAsync(file)).GetProperty("revision").GetInt64()); // what is shown changed, not the item
        Assert.NotEqual(etag, await alice.TagAsync(file));
    }

    [Fact]
    public async Task A_merge_counts_what_carries_both_once()
    {
        var alice = await api.NewUserAsync();
        var (one, both, other) = ((await alice.UploadAsync("1", [1])).Id(), (await alice.UploadAsync("2", [2])).Id(), await alice.CreateFolderAsync("3"));
        await alice.CarryAsync(one, "invoice");
        await alice.CarryAsync(both, "invoice", "bill", "x");
        await alice.CarryAsync(other, "bill");
        var (from, into) = (await alice.TagIdAsync("invoice"), await alice.TagIdAsync("bill"));
        await alice.TrashAsync(one);

        var merged = await alice.PostJsonAsync($"/v1/tags/{from}/merge", new { into });

        Assert.Equal((into, 3), (merged.Id(), merged.GetProperty("usage_count").GetInt64()));
        Assert.Equal("bill 3, x 1", await alice.TagsAsync());
        Assert.Equal("bill 3, x 1", await alice.CarriedAsync(both));
        await (await alice.RestoreAsync(one)).SucceededAsync();
        Assert.Equal("bill 3", await alice.CarriedAsync(one));
        await (await alice.PatchAsync($"/v1/tags/{from}", new { name = "y" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_tag_is_merged_into_another_one_of_its_drive_only()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (tag, his) = (await alice.CreateTagAsync("a"), await bob.CreateTagAsync("b"));

        await (await alice.PostAsync($"/v1/tags/{tag}/merge", new { into = tag })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        var answers = new List<string>();
        foreach (var into in new[] { his, long.MaxValue, 0, -1 })
        {
            var answer = await alice.PostAsync($"/v1/tags/{tag}/merge", new { into });
            await answer.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "tag_unknown");
            answers.Add((await answer.JsonAsync()).Text("detail"));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(("a 0", "b 0"), (await alice.TagsAsync(), await bob.TagsAsync()));
    }

    [Fact]
    public async Task A_deleted_tag_is_on_nothing_any_more()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.CarryAsync(file, "a", "b");

        await (await alice.DeleteAsync($"/v1/tags/{await alice.TagIdAsync("a")}")).SucceededAsync();

        Assert.Equal(("b 1", "b 1"), (await alice.TagsAsync(), await alice.CarriedAsync(file)));
        Assert.Equal("b", (await alice.ItemAsync(file)).GetProperty("tags").EnumerateArray().Single().GetString());
    }

    [Fact]
    public async Task A_drive_has_room_for_ten_thousand_tags()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await api.Service.ExecuteAsync("INSERT INTO tags (drive_id, name, name_key) SELECT i.drive_id, 't' || n, 't' || n FROM items i, generate_series(2, 10000) n WHERE i.id = $1", file);

        await (await alice.PutTagsAsync(file, Tagging.Names("new", "newer"))).IsProblemAsync(HttpStatusCode.Conflict, "too_many_tags");
        await alice.CarryAsync(file, "new", "t7");
        await (await alice.PostAsync("/v1/tags", new { name = "newest" })).IsProblemAsync(HttpStatusCode.Conflict, "too_many_tags");
        Assert.Equal("new 1, t7 1", await alice.CarriedAsync(file));
        Assert.Equal(1_000, (await alice.GetJsonAsync("/v1/tags")).GetArrayLength());
    }

    [Fact]
    public async Task What_becomes_of_a_tag_is_in_the_log_of_its_drive()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (tag, other) = (await alice.CreateTagAsync("a"), await alice.CreateTagAsync("b"));
        await (await alice.PatchAsync($"/v1/tags/{tag}", new { name = "c" })).SucceededAsync();
        await (await alice.PatchAsync($"/v1/tags/{tag}", new { name = "c" })).SucceededAsync(); // nothing happened
        await (await alice.PatchAsync($"/v1/tags/{tag}", new { color = "#000000" })).SucceededAsync();
        await (await alice.PostAsync($"/v1/tags/{tag}/merge", new { into = other })).SucceededAsync();
        await (await alice.DeleteAsync($"/v1/tags/{other}")).SucceededAsync();

        var log = await service.ScalarAsync<string>("""
            SELECT string_agg(action || ' ' || CAST(metadata->>'name' AS text) || COALESCE(' into ' || CAST(metadata->>'into_name' AS text), ''), ', ' ORDER BY e.id)
            FROM events e JOIN drives d ON d.id = e.drive_id WHERE d.owner_id = $1 AND metadata ? 'tag_id'
            """, alice.Id);

        Assert.Equal("create a, create b, rename c, update c, delete c into b, delete b", log);
    }
}
