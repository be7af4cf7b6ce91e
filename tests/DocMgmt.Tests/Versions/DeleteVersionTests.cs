using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>A former version can be labelled, kept and deleted; the current one and those that are kept stay.</summary>
public class DeleteVersionTests(Api api)
{
    private readonly byte[] first = TestUser.NewContent(100), second = TestUser.NewContent(200);

    [Fact]
    public async Task A_deleted_version_gives_its_reference_and_its_bytes_back()
    {
        var alice = await api.NewUserAsync();
        var (file, ids) = await alice.UploadAllAsync("a.txt", first, second, TestUser.NewContent(300));

        await (await alice.DeleteVersionAsync(file, ids[0])).SucceededAsync();

        Assert.Equal([ids[2], ids[1]], (await alice.VersionsAsync(file)).Select(v => v.Id()));
        Assert.Equal((2, 500), ((await alice.ItemAsync(file)).GetProperty("version_count").GetInt32(), await alice.UsedBytesAsync()));
        Assert.Equal((0, 0), await alice.Service.ReferencesAsync(first));
        await (await alice.DeleteVersionAsync(file, ids[0])).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.GetAsync($"/v1/files/{file}/download?version={ids[0]}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(4, (await (await alice.RestoreVersionAsync(file, ids[1])).SucceededAsync()).GetProperty("version_number").GetInt32());
    }

    [Fact]
    public async Task The_current_version_and_those_that_are_kept_stay()
    {
        var alice = await api.NewUserAsync();
        var (file, ids) = await alice.UploadAllAsync("a.txt", first, second);
        var kept = await (await alice.UpdateVersionAsync(file, ids[0], new { keep_forever = true, label = "as sent" })).SucceededAsync();

        Assert.Equal((true, "as sent"), (kept.GetProperty("keep_forever").GetBoolean(), kept.Text("label")));
        await (await alice.DeleteVersionAsync(file, ids[0])).IsProblemAsync(HttpStatusCode.Conflict, "version_is_kept");
        await (await alice.DeleteVersionAsync(file, ids[1])).IsProblemAsync(HttpStatusCode.Conflict, "version_is_current");
        Assert.Equal(2, (await alice.VersionsAsync(file)).Count);

        await (await alice.UpdateVersionAsync(file, ids[0], new { keep_forever = false })).SucceededAsync();
        Assert.Equal("as sent", (await alice.VersionsAsync(file))[1].Text("label"));
        await (await alice.DeleteVersionAsync(file, ids[0])).SucceededAsync();
    }

    [Fact]
    public async Task A_label_is_a_line_or_nothing()
    {
        var alice = await api.NewUserAsync();
        var (file, ids) = await alice.UploadAllAsync("a.txt", first);

        foreach (var body in new object[] { new { label = "" }, new { label = new string('x', 256) }, new { label = "a\nb" }, new { } })
            await (await alice.UpdateVersionAsync(file, ids[0], body)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.UpdateVersionAsync(file, ids[0], new { label = "final" })).SucceededAsync();
        var unlabelled = await (await alice.UpdateVersionAsync(file, ids[0], new { label = (string?)null })).SucceededAsync();
        Assert.Null(unlabelled.GetProperty("label").GetString());
    }

    [Fact]
    public async Task Keeping_and_deleting_at_once_never_loses_what_is_kept()
    {
        var alice = await api.NewUserAsync();
        for (var round = 0; round < 20; round++)
        {
            var (file, ids) = await alice.UploadAllAsync($"{round}", TestUser.NewContent(), TestUser.NewContent());

            var answers = await Task.WhenAll(
                alice.UpdateVersionAsync(file, ids[0], new { keep_forever = true }), alice.DeleteVersionAsync(file, ids[0]));

            var left = (await alice.VersionsAsync(file)).Count;
            if (answers[0].IsSuccessStatusCode) Assert.Equal((2, HttpStatusCode.Conflict), (left, answers[1].StatusCode));
            else Assert.Equal((1, HttpStatusCode.NotFound, HttpStatusCode.OK), (left, answers[0].StatusCode, answers[1].StatusCode));
        }
    }
}
