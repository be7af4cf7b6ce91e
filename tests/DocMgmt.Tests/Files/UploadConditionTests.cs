using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Uploads that are meant for one state of the file that has their name, or for none (RFC 9110, sections 13.1.1 and 13.1.2).</summary>
public class UploadConditionTests(Api api)
{
    public static TheoryData<string> Ways => [.. Conditions.Uploads];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_version_is_made_of_the_state_that_is_meant(string way)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var old = await alice.TagAsync(file);
        await alice.UploadAsync("f", TestUser.NewContent());

        foreach (var stale in new[] { old, "\"something\"", $"W/{await alice.TagAsync(file)}" })
            await (await alice.UploadOnConditionAsync(way, $"If-Match: {stale}", "f")).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal(2, await VersionsAsync(alice, file));

        await (await alice.UploadOnConditionAsync(way, $"If-Match: \"x\", {await alice.TagAsync(file)}", "f")).SucceededAsync();
        await (await alice.UploadOnConditionAsync(way, "If-Match: *", "f")).SucceededAsync();
        Assert.Equal(4, await VersionsAsync(alice, file));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Where_no_file_of_that_name_is_there_no_state_is(string way)
    {
        var alice = await api.NewUserAsync();
        await alice.TrashAsync((await alice.UploadAsync("f", TestUser.NewContent())).Id());
        if (!IsAnnounced(way)) await alice.CreateFolderAsync("F");

        foreach (var (name, tag) in new[] { ("f", "*"), ("f", "\"1-0\""), ("F", "*") })
            await (await alice.UploadOnConditionAsync(way, $"If-Match: {tag}", name)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_to_be_made_only_is_made_where_nothing_has_the_name(string way)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.CreateFolderAsync("F");

        foreach (var (name, onConflict) in new[] { ("f", "version"), ("f", "fail"), ("f", "rename"), ("F", "version") })
        {
            if (IsAnnounced(way) && (name == "F" || onConflict == "fail")) continue;
            await (await alice.UploadOnConditionAsync(way, "If-None-Match: *", name, onConflict: onConflict)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        }

        await (await alice.UploadOnConditionAsync(way, $"If-None-Match: W/{await alice.TagAsync(file)}", "f")).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await (await alice.UploadOnConditionAsync(way, "If-None-Match: *", "g")).SucceededAsync();
        Assert.Equal(1, await VersionsAsync(alice, file));
        await (await alice.UploadOnConditionAsync(way, "If-None-Match: \"7-0\"", "f")).SucceededAsync();
    }

    [Fact]
    public async Task Where_it_is_obligatory_a_version_without_it_is_refused_and_a_new_file_is_not()
    {
        await using var service = await api.StartAsync("Items__RequireIfMatch=true");
        foreach (var way in Conditions.Uploads)
        {
            var alice = await service.NewUserAsync();
            var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();

            await (await alice.UploadOnConditionAsync(way, null, "f")).IsProblemAsync((HttpStatusCode)428, "precondition_required");
            await (await alice.UploadOnConditionAsync(way, "If-Match: *", "f")).SucceededAsync();
            await (await alice.UploadOnConditionAsync(way, null, "g")).SucceededAsync();
            await (await alice.UploadOnConditionAsync(way, null, "f", onConflict: "rename")).SucceededAsync();
            Assert.Equal(2, await VersionsAsync(alice, file));
        }
    }

    [Theory]
    [InlineData("If-Match: \"7-0\"")]
    [InlineData("If-None-Match: *")]
    public async Task No_byte_is_asked_for_where_a_condition_fails_already(string condition)
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("f", TestUser.NewContent());

        await using var request = await RawRequest.StartAsync(alice, "PUT", "/v1/files/content?item_name=f", condition, "Content-Length: 1000", "Expect: 100-continue");

        Assert.Equal(412, await request.StatusAsync());
    }

    [Fact]
    public async Task An_announcement_may_have_the_condition_too_and_is_refused_early()
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("f", TestUser.NewContent());

        foreach (var condition in new[] { "If-Match: \"7-0\"", "If-None-Match: *" })
        {
            using var body = System.Net.Http.Json.JsonContent.Create(new { item_name = "f", size_bytes = 10 });
            await (await alice.OnConditionAsync(condition, HttpMethod.Post, "/v1/files/upload/initiate", body)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        }
    }

    [Fact]
    public async Task Completing_twice_gets_the_same_answer_although_the_state_has_passed_by_then()
    {
        var alice = await api.NewUserAsync();
        var tag = await alice.TagAsync((await alice.UploadAsync("f", TestUser.NewContent())).Id());
        var upload = await alice.SendAsync("f", TestUser.NewContent());

        var answers = new List<string>();
        foreach (var _ in Enumerable.Range(0, 2))
            answers.Add((await (await alice.IfMatchAsync(tag, HttpMethod.Post, "/v1/files/upload/complete", new { version_id = upload.VersionId })).SucceededAsync()).GetRawText());

        Assert.Equal(answers[0], answers[1]);
    }

    // A name that can't be had is refused when it is announced, as without a condition.
    private static bool IsAnnounced(string way) => way is "complete" or "prove" or "tus";

    private static async Task<int> VersionsAsync(TestUser user, long file) => (await user.ItemAsync(file)).GetProperty("version_count").GetInt32();
}
