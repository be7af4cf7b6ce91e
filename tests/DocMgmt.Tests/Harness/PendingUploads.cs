using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>An upload that was announced and not completed yet.</summary>
internal sealed record PendingUpload(long ItemId, long VersionId, Uri Url)
{
    public static PendingUpload Of(JsonElement answer) =>
        new(answer.GetProperty("item_id").GetInt64(), answer.GetProperty("version_id").GetInt64(), new(answer.Text("upload_url")));
}

/// <summary>The way of an upload in three steps.</summary>
internal static class PendingUploads
{
    /// <summary>Announces content that needs bytes.</summary>
    public static async Task<PendingUpload> AnnounceAsync(
        this TestUser user, string name, byte[] content, long? parent = null, string? onConflict = null) =>
        PendingUpload.Of(await (await user.InitiateAsync(name, content, parent, onConflict: onConflict)).SucceededAsync());

    /// <summary>Sends bytes to an upload_url, without a token.</summary>
    public static async Task<HttpResponseMessage> PutAsync(this TestService service, Uri url, byte[] content)
    {
        using var http = service.Anonymous();
        return await http.PutAsync(url, new ByteArrayContent(content));
    }

    /// <summary>Announces, and sends the bytes.</summary>
    public static async Task<PendingUpload> SendAsync(this TestUser user, string name, byte[] content, long? parent = null, string? onConflict = null)
    {
        var upload = await user.AnnounceAsync(name, content, parent, onConflict);
        await (await user.Service.PutAsync(upload.Url, content)).SucceededAsync();
        return upload;
    }

    public static async Task<JsonElement> VersionAsync(this TestUser user, PendingUpload upload) =>
        await (await user.CompleteAsync(upload.VersionId)).SucceededAsync();
}
