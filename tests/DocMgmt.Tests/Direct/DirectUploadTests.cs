using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Direct;

/// <summary>Announced uploads whose bytes go straight to the store.</summary>
public class DirectUploadTests(DirectService direct) : IClassFixture<DirectService>
{
    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_000, false)]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(64 << 20, true)]
    [InlineData((64 << 20) + 1, true)]
    [InlineData((64 << 20) + 1, false)]
    public async Task What_was_sent_to_the_store_becomes_a_version(int length, bool announces)
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent(length));

        var version = await alice.SendStraightAsync("a.bin", content, announces);

        Assert.Equal((TestUser.Sha256(content), length), (version.Text("checksum"), version.GetProperty("size_bytes").GetInt32()));
        var redirect = await alice.GetAsync($"/v1/files/{version.GetProperty("item_id").GetInt64()}/download");
        Assert.Equal(content, await (await Sending.FetchAsync(redirect.Headers.Location!.AbsoluteUri)).Content.ReadAsByteArrayAsync());
        Assert.Single(service.Published(content));
        Assert.Empty(service.Staged(content));
        Assert.Equal(length, await alice.UsedBytesAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Completing_again_gives_the_same_answer()
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var announced = await alice.BeginAsync("a.bin", content);
        var sent = await announced.SendAsync(content);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => alice.CompleteAsync(sent)));

        var first = await answers[0].SucceededAsync();
        foreach (var answer in answers) Assert.Equal(first.GetRawText(), (await answer.SucceededAsync()).GetRawText());
        Assert.Equal((1, 1L), await service.ReferencesAsync(content));
        await service.DoctorAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_sends_other_bytes_after_completing_changes_nothing(bool announces)
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var announced = await alice.BeginAsync("a.bin", content, announces);
        var version = await (await alice.CompleteAsync(await announced.SendAsync(content))).SucceededAsync();

        var again = await announced.TrySendAsync(TestUser.NewContent());

        Assert.Equal(announces ? HttpStatusCode.PreconditionFailed : HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(content, service.Store.Read(service.Published(content).Single()));
        Assert.Equal(version.GetRawText(), (await (await alice.CompleteAsync(new { version_id = announced.VersionId() })).SucceededAsync()).GetRawText());
        await service.DoctorAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Other_bytes_than_announced_are_refused_and_may_be_sent_again_to_a_new_url(bool inParts)
    {
        var service = await direct.GetAsync();
        var length = inParts ? (64 << 20) + 1 : 1_000;
        var (alice, content, other) = (await service.NewUserAsync(), TestUser.NewContent(length), TestUser.NewContent(length));
        var announced = await alice.BeginAsync("a.bin", content);
        var sent = await announced.SendAsync(other);

        await (await alice.CompleteAsync(sent)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "checksum_mismatch");

        Assert.Empty(service.Published(content));
        Assert.Empty(service.Published(other));
        await service.DoctorAsync();
        var anew = await alice.GetJsonAsync($"/v1/files/upload/{announced.VersionId()}/parts");
        var parts = new List<object>();
        foreach (var (part, at) in anew.GetProperty("parts").EnumerateArray().Select((p, i) => (p, i * (16 << 20))))
        {
            var answer = await Sending.PutAsync(part.Text("url"), anew.GetProperty("upload_headers"), content[at..(at + part.GetProperty("size").GetInt32())]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            parts.Add(new { number = part.GetProperty("number").GetInt32(), etag = answer.Headers.ETag!.ToString() });
        }

        var version = await (await alice.CompleteAsync(new { version_id = announced.VersionId(), parts = inParts ? parts : null })).SucceededAsync();
        Assert.Equal(TestUser.Sha256(content), version.Text("checksum"));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Without_all_of_its_bytes_an_upload_stays_pending()
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent((64 << 20) + 1));
        var whole = await alice.BeginAsync("a.bin", TestUser.NewContent());
        var announced = await alice.BeginAsync("b.bin", content);
        var sent = JsonSerializer.SerializeToElement(await announced.SendAsync(content));
        var parts = sent.GetProperty("parts").EnumerateArray().ToArray();

        await (await alice.CompleteAsync(new { version_id = whole.VersionId() })).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
        await (await alice.CompleteAsync(new { version_id = announced.VersionId() })).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
        await (await alice.CompleteAsync(new { version_id = announced.VersionId(), parts = new[] { new { number = 1, etag = "\"0123456789abcdef0123456789abcdef\"" } } }))
            .IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
        await (await alice.CompleteAsync(new { version_id = announced.VersionId(), parts = parts.Reverse() })).SucceededAsync();
    }

    [Fact]
    public async Task Some_of_the_parts_alone_are_not_the_content()
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent((64 << 20) + 1));
        var announced = await alice.BeginAsync("b.bin", content, announces: false);
        var parts = await announced.SendPartsAsync(content, 2);

        await (await alice.CompleteAsync(new { version_id = announced.VersionId(), parts }))
            .IsProblemAsync(HttpStatusCode.UnprocessableEntity, "size_mismatch");

        await service.DoctorAsync();
        Assert.Equal(0, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task Content_that_one_has_needs_no_bytes()
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        await alice.SendStraightAsync("a.bin", content);

        var announced = await alice.BeginAsync("b.bin", content);

        Assert.True(announced.GetProperty("deduplicated").GetBoolean());
        Assert.Equal(JsonValueKind.Null, announced.GetProperty("upload_url").ValueKind);
        Assert.Equal(JsonValueKind.Null, announced.GetProperty("parts").ValueKind);
    }

    [Fact]
    public async Task Content_that_others_have_is_stored_once()
    {
        var service = await direct.GetAsync();
        var (alice, bob, content) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent());
        await alice.SendStraightAsync("a.bin", content);

        await bob.SendStraightAsync("b.bin", content);
        await bob.SendStraightAsync("c.bin", content, announces: false);

        Assert.Single(service.Published(content));
        Assert.Equal((3, 3L), await service.ReferencesAsync(content));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Pending_uploads_together_take_no_more_than_the_quota()
    {
        var service = await direct.GetAsync();
        var alice = await service.NewUserAsync(quotaBytes: 2_500);
        var announced = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => alice.InitiateAsync($"{i}.bin", TestUser.NewContent())));

        Assert.Equal(2, announced.Count(a => a.StatusCode == HttpStatusCode.Created));
        foreach (var refused in announced.Where(a => a.StatusCode != HttpStatusCode.Created)) await refused.IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
    }
}
