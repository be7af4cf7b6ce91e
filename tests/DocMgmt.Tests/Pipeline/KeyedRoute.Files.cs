using System.Net.Http.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Resumable;

namespace DocMgmt.Tests.Pipeline;

// Uploads.
internal sealed partial record KeyedRoute
{
    private static Dictionary<string, KeyedRoute> OfFiles() => new(StringComparer.Ordinal)
    {
        ["POST /v1/files/upload/initiate"] = Json("/v1/files/upload/initiate", _ => new { item_name = "x", size_bytes = 1 }),
        // The bytes may be sent again until the upload is completed; its signed URL bears no user, to whom a key would belong.
        ["PUT /v1/files/upload/{version_id:long}/content"] = new(async user =>
        {
            var content = TestUser.NewContent();
            return ((await user.AnnounceAsync("x", content)).Url.PathAndQuery, () => new ByteArrayContent(content));
        }) { Ignored = "200" },
        ["POST /v1/files/upload/complete"] = new(async user =>
        {
            var upload = await user.SendAsync("x", TestUser.NewContent());
            return ("/v1/files/upload/complete", () => JsonContent.Create(new { version_id = upload.VersionId }));
        }),
        ["DELETE /v1/files/upload/{version_id:long}"] = new(async user => ($"/v1/files/upload/{(await user.SendAsync("x", TestUser.NewContent())).VersionId}", () => null)),
        ["PUT /v1/files/content"] = Bytes("/v1/files/content?item_name=x&on_conflict=rename", content => new ByteArrayContent(content)),
        ["POST /v1/files"] = Bytes("/v1/files", content => new MultipartFormDataContent
        {
            { new StringContent("rename"), "on_conflict" }, { new ByteArrayContent(content), "file", "x" },
        }),
    };

    // Tus has no such keys: an offset does their work.
    private static Dictionary<string, KeyedRoute> OfTus() => new(StringComparer.Ordinal)
    {
        ["POST /v1/files/tus"] = new(_ => Task.FromResult<(string, Func<HttpContent?>)>(("/v1/files/tus", () => null)))
        {
            Headers = [("Tus-Resumable", "1.0.0"), ("Upload-Length", "2"), ("Upload-Metadata", Tus.Metadata(("item_name", "x")))], Ignored = "201", AnswersBytes = true,
        },
        ["PATCH /v1/files/tus/{upload_id:guid}"] = new(async user => ((await user.Http.BeginAsync("x", [1, 2])).Path(), () => Tus.Body([1, 2])))
        {
            Headers = [("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0")], Ignored = "409 offset_mismatch", AnswersBytes = true,
        },
        ["DELETE /v1/files/tus/{upload_id:guid}"] = new(async user => ((await user.Http.BeginAsync("x", [1, 2])).Path(), () => null)) { Headers = [("Tus-Resumable", "1.0.0")], Ignored = "404 not_found", AnswersBytes = true },
        ["POST /shared/{token}/tus"] = TusVisit("/shared", "201"),
        ["POST /v1/shared/{token}/tus"] = TusVisit("/v1/shared", "201"),
        ["PATCH /shared/{token}/tus/{upload_id:guid}"] = TusVisit("/shared", "409 offset_mismatch"),
        ["PATCH /v1/shared/{token}/tus/{upload_id:guid}"] = TusVisit("/v1/shared", "409 offset_mismatch"),
        ["DELETE /shared/{token}/tus/{upload_id:guid}"] = TusVisit("/shared", "404 not_found"),
        ["DELETE /v1/shared/{token}/tus/{upload_id:guid}"] = TusVisit("/v1/shared", "404 not_found"),
    };

    /// <summary>Begins an upload of two bytes by a link, or is about one that was begun.</summary>
    private static KeyedRoute TusVisit(string below, string ignored) => new(async user =>
    {
        var link = await user.LinkAsync(await user.CreateFolderAsync("x"), new { permission_type = "write" });
        var uploads = $"{below}/{link.Text("token")}/tus";
        return ignored == "201"
            ? (uploads, () => null)
            : ((await user.Http.BeginAsync(2, Tus.Metadata(("item_name", "x")), uploads)).Path(), () => ignored.Contains("offset", StringComparison.Ordinal) ? Tus.Body([1, 2]) : null);
    })
    {
        Headers = [("Tus-Resumable", "1.0.0"), ("Upload-Length", "2"), ("Upload-Offset", "0"), ("Upload-Metadata", Tus.Metadata(("item_name", "x")))], Ignored = ignored, AnswersBytes = true,
    };
}
