using System.Globalization;
using DocMgmt.Api.Rest;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Resumable;

namespace DocMgmt.Api.Tus;

/// <summary>What a request that creates an upload says of it.</summary>
internal static class TusUpload
{
    // What clients of the protocol call it that know of no metadata of ours: tus-js-client's examples, and Uppy.
    private static readonly string[] Names = ["item_name", "filename", "name"], Types = ["mime_type", "filetype", "type"];

    /// <exception cref="Problem">400.</exception>
    public static ResumableRequest Read(HttpRequest request)
    {
        if (request.Headers.ContainsKey("Upload-Defer-Length")) throw Problems.Invalid(TusHeaders.Length, "Say how long the upload will be; that can't be left for later here.");
        var (kind, parts) = TusHeaders.ReadConcat(request);
        var size = TusHeaders.Bytes(request, TusHeaders.Length);
        if (size is null == (kind != ResumableKind.Final)) throw Problems.Invalid(TusHeaders.Length, size is null ? "Say how many bytes the upload will have." : "A final upload is as long as its parts: say no length.");
        var text = request.Headers[TusHeaders.Metadata].ToString();
        var metadata = TusHeaders.ReadMetadata(text);
        var name = kind == ResumableKind.Partial ? null : First(Names, metadata) ?? throw Problems.Invalid("item_name", "Say what the file is called, in Upload-Metadata: item_name or filename.");
        return new(kind, size, ParentId(metadata), name, First(Types, metadata), Parameters.Sha256(metadata.GetValueOrDefault("checksum"), "checksum"),
            Parameters.ForUpload(metadata.GetValueOrDefault("on_conflict")), text, parts);
    }

    private static string? First(string[] keys, Dictionary<string, string> metadata) => keys.Select(metadata.GetValueOrDefault).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private static long? ParentId(Dictionary<string, string> metadata) => metadata.GetValueOrDefault("parent_id") switch
    {
        null or "" => null,
        var text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Problems.Invalid("parent_id", "Say a folder's id, or leave it out: the root of your drive."),
    };
}
