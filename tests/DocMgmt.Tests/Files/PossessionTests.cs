using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Content that somebody else uploaded needs no bytes from those who prove to have it, and tells nothing to those who only know its hash.</summary>
public class PossessionTests(Api api)
{
    private const int Size = 1 << 20;

    [Fact]
    public async Task Who_has_the_content_proves_it_and_sends_no_bytes()
    {
        var (alice, bob, content) = (await api.NewUserAsync(), await api.NewUserAsync(), TestUser.NewContent(Size + 77));
        await alice.UploadAsync("a.bin", content);
        var upload = await (await bob.InitiateAsync("b.bin", content)).SucceededAsync();
        Assert.False(upload.GetProperty("deduplicated").GetBoolean());

        var version = await (await bob.ProveAsync(upload, Proving.Answer(upload, content))).SucceededAsync();

        Assert.Equal(upload.GetProperty("version_id").GetInt64(), version.Id());
        Assert.Equal(content, await bob.DownloadAsync(version.GetProperty("item_id").GetInt64()));
        Assert.Equal(2, await api.Service.ScalarAsync<long>("SELECT ref_count FROM blobs WHERE sha256 = $1", SHA256.HashData(content)));
        Assert.Equal(content.Length, (await bob.GetJsonAsync("/v1/users/me")).GetProperty("storage_used_bytes").GetInt64());
    }

    [Fact]
    public async Task A_right_proof_of_what_is_not_here_and_a_wrong_one_of_what_is_get_the_same_answer()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (here, elsewhere) = (TestUser.NewContent(Size), TestUser.NewContent(Size));
        await alice.UploadAsync("a.bin", here);
        var (known, unknown) = (await (await bob.InitiateAsync("b.bin", here)).SucceededAsync(), await (await bob.InitiateAsync("c.bin", elsewhere)).SucceededAsync());
        Assert.Equal(Shape(known), Shape(unknown));

        var wrong = await (await bob.ProveAsync(known, new string('0', 64))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "proof_failed");
        var right = await (await bob.ProveAsync(unknown, Proving.Answer(unknown, elsewhere))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "proof_failed");

        Assert.Equal(wrong.Text("detail"), right.Text("detail"));
    }

    [Fact]
    public async Task An_upload_has_one_proof_and_takes_the_bytes_after_it()
    {
        var (alice, bob, content) = (await api.NewUserAsync(), await api.NewUserAsync(), TestUser.NewContent(Size));
        await alice.UploadAsync("a.bin", content);
        var upload = await (await bob.InitiateAsync("b.bin", content)).SucceededAsync();
        await (await bob.ProveAsync(upload, new string('0', 64))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "proof_failed");

        await (await bob.ProveAsync(upload, Proving.Answer(upload, content))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "proof_failed");

        using var visitor = api.Service.Anonymous();
        (await visitor.PutAsync(new Uri(upload.Text("upload_url")), new ByteArrayContent(content))).EnsureSuccessStatusCode();
        await (await bob.CompleteAsync(upload.GetProperty("version_id").GetInt64())).SucceededAsync();
    }

    [Fact]
    public async Task Each_upload_is_asked_about_64_other_places()
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent(Size));

        var questions = new[] { await (await alice.InitiateAsync("a", content)).SucceededAsync(), await (await alice.InitiateAsync("b", content)).SucceededAsync() };

        var ranges = questions.Select(q => q.GetProperty("possession").GetProperty("ranges").EnumerateArray()
            .Select(r => (Offset: r.GetProperty("offset").GetInt64(), Length: r.GetProperty("length").GetInt64())).ToList()).ToList();
        Assert.All(ranges, r => Assert.Equal(64, r.Count));
        Assert.All(ranges[0], r => Assert.InRange(r.Offset + r.Length, 1, Size));
        Assert.NotEqual(ranges[0], ranges[1]);
        Assert.NotEqual(questions[0].GetProperty("possession").Text("nonce"), questions[1].GetProperty("possession").Text("nonce"));
    }

    [Fact]
    public async Task A_proof_may_be_sent_again_under_its_Idempotency_Key()
    {
        var (alice, bob, content) = (await api.NewUserAsync(), await api.NewUserAsync(), TestUser.NewContent(Size));
        await alice.UploadAsync("a.bin", content);
        var upload = await (await bob.InitiateAsync("b.bin", content)).SucceededAsync();
        var body = new { version_id = upload.GetProperty("version_id").GetInt64(), proof = Proving.Answer(upload, content) };

        var first = await (await bob.PostAsync("/v1/files/upload/complete", body, "once")).SucceededAsync();
        var again = await (await bob.PostAsync("/v1/files/upload/complete", body, "once")).SucceededAsync();

        Assert.Equal(first.GetRawText(), again.GetRawText());
    }

    [Fact]
    public async Task Small_contents_and_those_without_a_checksum_are_always_sent()
    {
        var alice = await api.NewUserAsync();

        Assert.Equal(JsonValueKind.Null, (await (await alice.InitiateAsync("a", TestUser.NewContent(Size - 1))).SucceededAsync()).GetProperty("possession").ValueKind);
        var without = await alice.PostJsonAsync("/v1/files/upload/initiate", new { item_name = "b", size_bytes = Size });
        Assert.Equal(JsonValueKind.Null, without.GetProperty("possession").ValueKind);
    }

    [Theory]
    [InlineData("Trust", true)]
    [InlineData("Off", false)]
    public async Task An_installation_may_trust_everybody_or_nobody(string mode, bool instant)
    {
        await using var service = await api.StartAsync($"Uploads__InstantAcrossUsers={mode}");
        var (alice, bob, content) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent(Size));
        await alice.UploadAsync("a.bin", content);

        var upload = await (await bob.InitiateAsync("b.bin", content)).SucceededAsync();

        Assert.Equal(instant, upload.GetProperty("deduplicated").GetBoolean());
        Assert.Equal(JsonValueKind.Null, upload.GetProperty("possession").ValueKind);
    }

    /// <summary>Which members there are and of what kind.</summary>
    private static string Shape(JsonElement json) => string.Join(' ', json.EnumerateObject().Select(m => $"{m.Name}:{m.Value.ValueKind}"));
}
