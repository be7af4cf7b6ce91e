using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Batches;

/// <summary>Many operations in one request do what each does by itself.</summary>
public class RunBatchTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    private static readonly string[] Tags = ["urgent", "Home"];
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task Every_kind_of_operation_is_done_and_shown()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("a.txt", content)).Id();
        var (gone, back, lost) = ((await alice.UploadAsync("b", content)).Id(), (await alice.UploadAsync("c", content)).Id(), (await alice.UploadAsync("d", content)).Id());
        foreach (var item in new[] { back, lost }) await alice.TrashAsync(item);

        var results = await alice.BatchAsync([
            new { op = "move", item_id = file, parent_id = folder, item_name = "A.txt" },
            new { op = "copy", item_id = file, parent_id = folder, item_name = "copy.txt" },
            new { op = "delete", item_id = gone },
            new { op = "restore", item_id = back },
            new { op = "purge", item_id = lost },
            new { item_id = file, op = "star" },
            new { op = "grant", item_id = folder, user_id = bob.Id, permission_type = "write" },
        ]).ResultsAsync();

        Assert.Equal(["200", "201", "200", "200", "202", "200", "201"], results.Select(r => r.Outcome()));
        Assert.Equal("/F/A.txt", results[0].GetProperty("item").Text("full_path"));
        Assert.True(results[0].GetProperty("item").GetProperty("is_starred").GetBoolean(), "What is shown is as it is after the whole batch.");
        Assert.Equal("/F/copy.txt", (await alice.GetJsonAsync($"/v1/items/{results[1].GetProperty("item").Id()}")).Text("full_path"));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.GetAsync($"/v1/items/{gone}")).StatusCode);
        Assert.Equal("/c", (await alice.GetJsonAsync($"/v1/items/{back}")).Text("full_path"));
        Assert.Equal(1, (await alice.EndOfJobAsync(results[4].GetProperty("job_id").GetInt64())).Count("purged"));
        Assert.Equal(gone, Assert.Single(await alice.TrashedAsync()).Id());
        Assert.Equal("write", await bob.LevelAsync(file));

        var revoked = await alice.BatchAsync([
            new { op = "revoke", item_id = folder, permission_id = results[6].GetProperty("permission_id").GetInt64() },
            new { op = "star", item_id = file, is_starred = false },
        ]).ResultsAsync();
        Assert.Equal(["200", "200"], revoked.Select(r => r.Outcome()));

        var tagged = await alice.BatchAsync([
            new { op = "tag", item_id = file, name = "Urgent" },
            new { op = "set_tags", item_id = folder, tags = Tags },
            new { op = "tag", item_id = file, name = "a\0b" },
            new { op = "move", item_id = file, parent_id = folder, item_name = "a\0b" },
        ]).ResultsAsync();
        Assert.Equal(["200", "200", "400 validation_failed", "400 validation_failed"], tagged.Select(r => r.Outcome()));
        Assert.Equal(["Home", "Urgent"], tagged[1].GetProperty("item").GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        var tag = (await alice.GetJsonAsync("/v1/tags?prefix=urg"))[0];
        Assert.Equal(2, tag.GetProperty("usage_count").GetInt32());
        Assert.Equal("200", (await alice.BatchAsync([new { op = "untag", item_id = file, tag_id = tag.Id() }]).ResultsAsync())[0].Outcome());
        Assert.Null(await bob.LevelAsync(file));
        Assert.False((await alice.GetJsonAsync($"/v1/items/{file}")).GetProperty("is_starred").GetBoolean());
    }

    [Fact]
    public async Task Operations_see_what_those_before_them_did()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (a, b) = (await alice.CreateFolderAsync("A"), await alice.CreateFolderAsync("B"));
        var file = (await alice.UploadAsync("f", content)).Id();

        var results = await alice.BatchAsync([
            new { op = "move", item_id = file, parent_id = a },
            new { op = "move", item_id = a, parent_id = b },
            new { op = "delete", item_id = b },
            new { op = "delete", item_id = file },
            new { op = "restore", item_id = b },
            new { op = "copy", item_id = a, parent_id = b, item_name = "A2" },
        ]).ResultsAsync();

        Assert.Equal(["200", "200", "200", "404 not_found", "200", "201"], results.Select(r => r.Outcome()));
        Assert.Equal("/B/A/f", (await alice.GetJsonAsync($"/v1/items/{file}")).Text("full_path"));
        await alice.GetJsonAsync("/v1/items/by-path?path=/B/A2/f");
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Each_is_judged_by_itself_and_what_fails_leaves_nothing()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (own, taken) = ((await bob.UploadAsync("own", content)).Id(), (await bob.UploadAsync("taken", content)).Id());
        var (readable, hidden, writable) = ((await alice.UploadAsync("r", content)).Id(), (await alice.UploadAsync("h", content)).Id(), (await alice.UploadAsync("w", content)).Id());
        await alice.ShareAsync(readable, bob, "read");
        await alice.ShareAsync(writable, bob, "write");

        var results = await bob.BatchAsync([
            new { op = "delete", item_id = readable },
            new { op = "delete", item_id = hidden },
            new { op = "move", item_id = own, parent_id = (long?)null, item_name = "taken" },
            new { op = "star", item_id = readable },
            new { op = "grant", item_id = writable, user_id = bob.Id, permission_type = "admin" },
            new { op = "move", item_id = own, parent_id = (long?)null, item_name = "a/b" },
            new { op = "restore", item_id = own },
            new { op = "delete", item_id = writable },
        ]).ResultsAsync();

        Assert.Equal(["403 forbidden", "404 not_found", "409 item_name_taken", "200", "403 forbidden", "400 validation_failed", "404 not_found", "200"], results.Select(r => r.Outcome()));
        Assert.Equal("own", (await bob.GetJsonAsync($"/v1/items/{own}")).Text("item_name"));
        Assert.True(results[5].GetProperty("problem").GetProperty("errors").TryGetProperty("item_name", out _));
        Assert.Equal(writable, Assert.Single(await alice.TrashedAsync()).Id());
    }

    [Fact]
    public async Task All_or_nothing_means_nothing_when_the_last_one_fails()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var files = new List<long>();
        for (var n = 0; n < 5; n++) files.Add((await alice.UploadAsync($"f{n}", content)).Id());
        await alice.TrashAsync(files[4]);
        var before = await Snapshot.OfAsync(service);

        object[] good = [
            new { op = "move", item_id = files[0], parent_id = folder },
            new { op = "copy", item_id = files[1], parent_id = folder },
            new { op = "star", item_id = files[2] },
            new { op = "delete", item_id = files[3] },
            new { op = "purge", item_id = files[4] },
        ];
        var refused = await (await alice.BatchAsync([.. good, new { op = "delete", item_id = files[3] }], atomic: true)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        Assert.Equal(5, refused.GetProperty("operation").GetInt32());
        await before.IsUnchangedAsync();
        Assert.Equal(["200", "201", "200", "200", "202"], (await alice.BatchAsync(good, atomic: true).ResultsAsync()).Select(r => r.Outcome()));
    }

    [Fact]
    public async Task Copies_fill_the_drive_and_no_more()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", new byte[1_000])).Id();
        await service.ExecuteAsync("UPDATE drives SET quota_bytes = 3500 WHERE owner_id = $1", alice.Id);
        var copies = Enumerable.Range(0, 4).Select(n => new { op = "copy", item_id = file, item_name = $"c{n}" }).ToArray();

        await (await alice.BatchAsync(copies, atomic: true)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        var results = await alice.BatchAsync(copies).ResultsAsync();

        Assert.Equal(["201", "201", "403 quota_exceeded", "403 quota_exceeded"], results.Select(r => r.Outcome()));
        Assert.Equal(3_000, await service.ScalarAsync<long>("SELECT used_bytes FROM drives WHERE owner_id = $1", alice.Id));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Room_that_others_take_until_the_end_is_refused_to_those_that_have_none()
    {
        await using var service = await api.StartAsync(); // its drive is not what the doctor expects, afterwards
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", new byte[1_000])).Id();
        await service.ExecuteAsync("UPDATE drives SET quota_bytes = 5500 WHERE owner_id = $1", alice.Id);
        await using var other = await Holder.OfAsync(service, "UPDATE drives SET used_bytes = used_bytes + 2000 WHERE owner_id = $1", alice.Id);

        var batch = alice.BatchAsync(Enumerable.Range(0, 4).Select(n => new { op = "copy", item_id = file, item_name = $"c{n}" }));
        await other.BlocksAsync(service, batch);
        await other.CommitAsync();

        Assert.Equal(["201", "201", "403 quota_exceeded", "403 quota_exceeded"], (await batch.ResultsAsync()).Select(r => r.Outcome()));
        Assert.Equal(5_000, await service.ScalarAsync<long>("SELECT used_bytes FROM drives WHERE owner_id = $1", alice.Id));
    }

    [Fact]
    public async Task An_operation_is_meant_for_a_state_of_its_item()
    {
        await using var service = await api.StartAsync("Items__RequireIfMatch=true");
        var alice = await service.NewUserAsync();
        var (file, other) = ((await alice.UploadAsync("f", content)).Id(), (await alice.UploadAsync("g", content)).Id());
        var tag = (await alice.GetAsync($"/v1/items/{file}")).Headers.ETag!.Tag;

        var results = await alice.BatchAsync([
            new { op = "delete", item_id = file },
            new { op = "delete", item_id = file, if_match = "\"99-0\"" },
            new { op = "delete", item_id = file, if_match = tag },
            new { op = "delete", item_id = other, if_match = "*" },
        ]).ResultsAsync();

        Assert.Equal(["428 precondition_required", "412 precondition_failed", "200", "200"], results.Select(r => r.Outcome()));
        await (await alice.BatchAsync([new { op = "delete", item_id = file, if_match = "no tag" }])).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }
}
