using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>What became true of the name while an upload came, or waited, decides about its condition.</summary>
public class UploadConditionRaceTests(Api api)
{
    private const string Make = """
        INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
        SELECT drive_id, id, 'file', 'f', 'f', 0, $2, now(), now() FROM items WHERE id = $1
        """;

    [Theory]
    [InlineData("put")]
    [InlineData("complete")]
    public async Task Of_many_who_write_one_state_one_succeeds(string way)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var tag = await alice.TagAsync(file);

        await OneOfManyAsync(_ => alice.UploadOnConditionAsync(way, $"If-Match: {tag}", "f"));

        Assert.Equal(2, (await alice.ItemAsync(file)).GetProperty("version_count").GetInt32());
    }

    [Theory]
    [InlineData("version")]
    [InlineData("rename")]
    public async Task Of_many_who_make_what_is_not_there_one_succeeds(string onConflict)
    {
        var alice = await api.NewUserAsync();

        await OneOfManyAsync(_ => alice.UploadOnConditionAsync("put", "If-None-Match: *", "f", onConflict: onConflict));

        Assert.Equal(1, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
    }

    public static TheoryData<string> Ways => [.. Conditions.Uploads];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_state_that_passed_while_an_upload_waited_gets_no_version(string way)
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("f", content)).Id();
        var tag = await alice.TagAsync(file);
        await using var holder = await Holder.OfAsync(api.Service, "UPDATE items SET revision = revision + 1 WHERE id = $1", file);

        var uploading = alice.UploadOnConditionAsync(way, $"If-Match: {tag}", "f");
        await holder.BlocksAsync(api.Service, uploading);
        await holder.CommitAsync();

        await (await uploading).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal(content, await alice.DownloadAsync(file));
    }

    [Theory]
    [InlineData("version")]
    [InlineData("rename")]
    public async Task What_is_made_while_an_upload_waits_is_there(string onConflict)
    {
        var alice = await api.NewUserAsync();
        var root = await api.Service.RootAsync(alice);
        await using var holder = await Holder.OfAsync(api.Service, Make, root, alice.Id);

        var uploading = alice.UploadOnConditionAsync("put", "If-None-Match: *", "f", onConflict: onConflict);
        await holder.BlocksAsync(api.Service, uploading);
        await holder.CommitAsync();

        await (await uploading).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal(1, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Where_it_is_obligatory_no_version_is_made_of_what_came_to_be_meanwhile()
    {
        await using var service = await api.StartAsync("Items__RequireIfMatch=true");
        var alice = await service.NewUserAsync();
        await using var holder = await Holder.OfAsync(service, Make, await service.RootAsync(alice), alice.Id);

        var uploading = alice.UploadOnConditionAsync("put", null, "f");
        await holder.BlocksAsync(service, uploading);
        await holder.CommitAsync();

        await (await uploading).IsProblemAsync((HttpStatusCode)428, "precondition_required");
    }

    private static async Task OneOfManyAsync(Func<int, Task<HttpResponseMessage>> upload)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(upload));

        Assert.Single(answers, a => a.IsSuccessStatusCode);
        foreach (var answer in answers.Where(a => !a.IsSuccessStatusCode)) await answer.IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }
}
