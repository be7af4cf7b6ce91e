using System.Net;
using System.Security.Cryptography;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>RFC 9530 on uploads in one request.</summary>
public class DigestTests(Api api)
{
    private static readonly byte[] Content = "hello"u8.ToArray();
    private static readonly string Right = Convert.ToBase64String(SHA256.HashData(Content)), Wrong = Convert.ToBase64String(new byte[32]);

    [Theory]
    [InlineData("Repr-Digest")]
    [InlineData("Content-Digest")]
    public async Task A_digest_is_held_against_the_bytes(string field)
    {
        var alice = await api.NewUserAsync();

        await (await PutAsync(alice, (field, $"sha-512=:AAAA:, sha-256=:{Right}:"))).SucceededAsync();
        await (await PutAsync(alice, (field, $"sha-256=:{Wrong}:"))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "checksum_mismatch");
        Assert.Equal(Content.Length, (await alice.GetJsonAsync("/v1/users/me")).GetProperty("storage_used_bytes").GetInt64());
    }

    [Fact]
    public async Task Digests_of_other_kinds_are_ignored()
    {
        var alice = await api.NewUserAsync();

        await (await PutAsync(alice, ("Repr-Digest", "sha-512=:AAAA:"))).SucceededAsync();
    }

    [Theory]
    [InlineData("sha-256=abc")]
    [InlineData("sha-256=:abc:")]
    [InlineData("sha-256=::")]
    public async Task A_malformed_digest_is_refused(string digest)
    {
        var alice = await api.NewUserAsync();

        await (await PutAsync(alice, ("Repr-Digest", digest))).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Digests_that_contradict_each_other_are_refused()
    {
        var alice = await api.NewUserAsync();

        await (await PutAsync(alice, ("Repr-Digest", $"sha-256=:{Right}:"), ("Content-Digest", $"sha-256=:{Wrong}:"))).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    private static async Task<HttpResponseMessage> PutAsync(TestUser user, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/files/content?item_name=a.txt") { Content = new ByteArrayContent(Content) };
        foreach (var (name, value) in headers) request.Content.Headers.TryAddWithoutValidation(name, value);
        return await user.Http.SendAsync(request);
    }
}
