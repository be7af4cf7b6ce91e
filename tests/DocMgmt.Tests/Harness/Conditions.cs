using System.Net.Http.Json;
using DocMgmt.Tests.Resumable;

namespace DocMgmt.Tests.Harness;

/// <summary>Uploads under a condition, by every way that there is.</summary>
internal static class Conditions
{
    public static readonly string[] Uploads = ["put", "form", "complete", "prove", "instant", "tus"];

    /// <summary>The request with one header more; null: as it is.</summary>
    public static async Task<HttpResponseMessage> OnConditionAsync(this TestUser user, string? condition, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (condition?.Split(": ", 2) is [var name, var value]) request.Headers.TryAddWithoutValidation(name, value);
        return await user.Http.SendAsync(request);
    }

    /// <summary>Uploads; where an upload has several requests, the one that makes the version has the condition.</summary>
    /// <param name="condition">Such as <c>If-Match: *</c>; null: none.</param>
    public static async Task<HttpResponseMessage> UploadOnConditionAsync(
        this TestUser user, string way, string? condition, string name, byte[]? content = null, long? parent = null, string onConflict = "version")
    {
        content ??= TestUser.NewContent(way == "prove" ? 1 << 20 : 1_000); // so much is worth a proof
        switch (way)
        {
            case "put":
                return await user.OnConditionAsync(
                    condition, HttpMethod.Put, $"/v1/files/content?item_name={name}&on_conflict={onConflict}{(parent is null ? "" : $"&parent_id={parent}")}", new ByteArrayContent(content));
            case "form":
                return await user.OnConditionAsync(condition, HttpMethod.Post, "/v1/files", new MultipartFormDataContent
                {
                    { new StringContent($"{parent}"), "parent_id" }, { new StringContent(onConflict), "on_conflict" }, { new ByteArrayContent(content), "file", name },
                });
            case "complete":
                var upload = await user.SendAsync(name, content, parent, onConflict);
                return await user.OnConditionAsync(condition, HttpMethod.Post, "/v1/files/upload/complete", JsonContent.Create(new { version_id = upload.VersionId }));
            case "tus":
                var url = await user.Http.BeginAsync(content.Length, Tus.Metadata(("item_name", name), ("parent_id", parent?.ToString() ?? ""), ("on_conflict", onConflict)));
                return await user.Http.AppendAsync(url, 0, content, condition?.Split(": ", 2) is [var field, var state] ? [(field, state)] : []);
            case "prove":
                var asked = await (await user.InitiateAsync(name, content, parent, onConflict: onConflict)).SucceededAsync();
                using (var other = await user.Service.NewUserAsync()) await other.UploadAsync("same", content); // somebody has it by now
                var proof = new { version_id = asked.GetProperty("version_id").GetInt64(), proof = Proving.Answer(asked, content) };
                return await user.OnConditionAsync(condition, HttpMethod.Post, "/v1/files/upload/complete", JsonContent.Create(proof));
            default:
                await user.UploadAsync($"{Guid.NewGuid()}", content);
                return await user.OnConditionAsync(condition, HttpMethod.Post, "/v1/files/upload/initiate", JsonContent.Create(new
                {
                    item_name = name, parent_id = parent, size_bytes = content.Length, checksum = TestUser.Sha256(content), on_conflict = onConflict,
                }));
        }
    }
}
