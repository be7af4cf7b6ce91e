using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Idempotency-Key on uploads.</summary>
public class UploadIdempotencyTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task The_same_key_again_gets_the_same_answer_without_sending_the_body()
    {
        var alice = await api.NewUserAsync();
        var first = await alice.PutContentAsync("a.bin", content, query: "&on_conflict=fail", idempotencyKey: "k");

        var again = await alice.PutContentAsync("a.bin", content, query: "&on_conflict=fail", idempotencyKey: "k");
        await using var waiting = await RawRequest.StartAsync(alice, "PUT", "/v1/files/content?item_name=a.bin&on_conflict=fail",
            $"Content-Length: {content.Length}", "Idempotency-Key: k", "Expect: 100-continue");

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal((await first.SucceededAsync()).GetRawText(), (await again.SucceededAsync()).GetRawText());
        Assert.Equal(201, await waiting.StatusAsync()); // and not 100
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
    }

    [Theory]
    [InlineData("/v1/files/content?item_name=b.bin", 1_000)]
    [InlineData("/v1/files/content?item_name=a.bin&on_conflict=rename", 1_000)]
    [InlineData("/v1/files/content?item_name=a.bin", 999)]
    [InlineData("/v1/files/content?item_name=a.bin&checksum=ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 1_000)]
    public async Task A_key_that_was_used_for_something_else_is_refused(string path, int length)
    {
        var alice = await api.NewUserAsync();
        await (await alice.PutContentAsync("a.bin", content, idempotencyKey: "k")).SucceededAsync();

        var response = await alice.SendAsync(HttpMethod.Put, path, new ByteArrayContent(content[..length]), "k");

        await response.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task Sixteen_with_the_same_key_at_once_make_one_version()
    {
        var alice = await api.NewUserAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => alice.PutContentAsync("a.bin", content, idempotencyKey: "k")));

        foreach (var answer in answers.Where(a => !a.IsSuccessStatusCode)) await answer.IsProblemAsync(HttpStatusCode.Conflict, "request_in_progress");
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
        Assert.Single(alice.Service.Published(content));
        Assert.Empty(alice.Service.Staged(content));
    }

    [Fact]
    public async Task A_failure_leaves_the_key_unused()
    {
        var alice = await api.NewUserAsync(quotaBytes: 10);
        await (await alice.PutContentAsync("a.bin", content, idempotencyKey: "k")).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        await alice.Service.ExecuteAsync("UPDATE drives SET quota_bytes = 10000 WHERE owner_id = $1", alice.Id);

        Assert.Equal(HttpStatusCode.Created, (await alice.PutContentAsync("a.bin", content, idempotencyKey: "k")).StatusCode);
    }

    [Fact]
    public async Task A_replay_is_for_who_may_still_see_the_file()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Work");
        await api.Service.GrantAsync(folder, bob, 2);
        var file = await (await bob.PutContentAsync("a.bin", content, folder, idempotencyKey: "k")).SucceededAsync();

        await alice.Service.ExecuteAsync("UPDATE items SET trashed_at = now() WHERE id = $1", file.Id());
        var response = await bob.PutContentAsync("a.bin", content, folder, idempotencyKey: "k");

        await response.IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Announcing_again_gives_the_same_upload_and_a_url_that_works()
    {
        var alice = await api.NewUserAsync();
        var announcement = new { item_name = "a.bin", size_bytes = content.Length };
        await (await alice.PostAsync("/v1/files/upload/initiate", announcement, "k")).SucceededAsync();

        var upload = PendingUpload.Of(await (await alice.PostAsync("/v1/files/upload/initiate", announcement, "k")).SucceededAsync());

        await (await alice.Service.PutAsync(upload.Url, content)).SucceededAsync();
        await alice.VersionAsync(upload);
        Assert.Equal(1, await alice.Service.ScalarAsync<long>("SELECT count(*) FROM uploads WHERE user_id = $1", alice.Id));
    }

    [Fact]
    public async Task Completing_again_with_the_same_key_gets_the_same_answer()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.SendAsync("a.bin", content);
        var body = new { version_id = upload.VersionId };

        var first = await (await alice.PostAsync("/v1/files/upload/complete", body, "k")).SucceededAsync();
        var again = await (await alice.PostAsync("/v1/files/upload/complete", body, "k")).SucceededAsync();

        Assert.Equal(first.GetRawText(), again.GetRawText());
    }

    [Fact]
    public async Task Sending_the_bytes_again_with_a_key_sends_them_again()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.AnnounceAsync("a.bin", content);

        for (var round = 0; round < 2; round++)
            await (await alice.SendAsync(HttpMethod.Put, upload.Url.PathAndQuery, new ByteArrayContent(content), "k")).SucceededAsync();

        Assert.Single(alice.Service.Staged(content));
        await alice.VersionAsync(upload);
    }
}
