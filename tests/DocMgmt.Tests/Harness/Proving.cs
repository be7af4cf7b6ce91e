using System.Security.Cryptography;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>Completes announced uploads by showing that one has the content.</summary>
internal static class Proving
{
    public static Task<HttpResponseMessage> ProveAsync(this TestUser user, JsonElement upload, string proof) =>
        user.PostAsync("/v1/files/upload/complete", new { version_id = upload.GetProperty("version_id").GetInt64(), proof });

    public static Task<HttpResponseMessage> ProveAsync(this TestUser user, JsonElement upload, byte[] content) => user.ProveAsync(upload, Answer(upload, content));

    /// <summary>SHA-256 over the nonce, then the bytes that are asked about.</summary>
    public static string Answer(JsonElement upload, byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(upload.GetProperty("possession").Text("nonce")));
        foreach (var range in upload.GetProperty("possession").GetProperty("ranges").EnumerateArray())
            hash.AppendData(content, (int)range.GetProperty("offset").GetInt64(), range.GetProperty("length").GetInt32());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
