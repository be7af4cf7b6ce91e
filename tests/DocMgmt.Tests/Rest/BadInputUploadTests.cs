using DocMgmt.Tests.Harness;
using static DocMgmt.Tests.Rest.BadInputWorld;

namespace DocMgmt.Tests.Rest;

/// <summary>Uploads and downloads that can't be: each gets its own code, and nothing changes.</summary>
public class BadInputUploadTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    private const string Initiate = "/v1/files/upload/initiate", Complete = "/v1/files/upload/complete", Put = "/v1/files/content?item_name=new.bin";
    private const string Invalid = "validation_failed";
    private static readonly byte[] TooLong = new byte[MaxBytes + 1];
    private static readonly string Zeros = new('0', 64), OtherDigest = $"sha-256=:{Convert.ToBase64String(new byte[32])}:";

    private static readonly Dictionary<string, BadInput> Cells = new(StringComparer.Ordinal)
    {
        ["a checksum of 63 digits"] = new(400, Invalid, _ => Announce($"\"size_bytes\": 1, \"checksum\": \"{Zeros[1..]}\"")),
        ["a checksum of 65 digits"] = new(400, Invalid, _ => Announce($"\"size_bytes\": 1, \"checksum\": \"{Zeros}0\"")),
        ["a checksum with a letter g"] = new(400, Invalid, _ => Announce($"\"size_bytes\": 1, \"checksum\": \"{Zeros[1..]}g\"")),
        ["a checksum that is a number"] = new(400, Invalid, _ => Announce("\"size_bytes\": 1, \"checksum\": 0")),
        ["a checksum in the address"] = new(400, Invalid, _ => Bytes("PUT", $"{Put}&checksum={Zeros[1..]}", [1])),
        ["a checksum in a form"] = new(400, Invalid, _ => Form([1], "checksum", Zeros[1..])),
        ["a proof of 63 digits"] = new(400, Invalid, w => Json("POST", Complete, $$"""{"version_id": {{w.Announced.VersionId}}, "proof": "{{Zeros[1..]}}"}""")),
        ["a malformed digest"] = new(400, Invalid, _ => Bytes("PUT", Put, [1], digest: "sha-256=:abc:")),
        ["a negative size"] = new(400, Invalid, _ => Announce("\"size_bytes\": -1")),
        ["a size that overflows"] = new(400, Invalid, _ => Announce("\"size_bytes\": 9223372036854775808")),
        ["a size of null"] = new(400, Invalid, _ => Announce("\"size_bytes\": null")),
        ["a size that is no whole number"] = new(400, Invalid, _ => Announce("\"size_bytes\": 1.5")),
        ["no name"] = new(400, Invalid, _ => Json("POST", Initiate, """{"size_bytes": 1}""")),
        ["no size"] = new(400, Invalid, _ => Json("POST", Initiate, """{"item_name": "new.bin"}""")),
        ["a type that is none"] = new(400, Invalid, _ => Announce("\"size_bytes\": 1, \"mime_type\": \"nonsense\"")),
        ["an unknown on_conflict"] = new(400, Invalid, _ => Announce("\"size_bytes\": 1, \"on_conflict\": \"replace\"")),

        ["an announced size over the limit"] = new(413, "content_too_large", _ => Announce($"\"size_bytes\": {MaxBytes + 1}")),
        ["a body over the limit"] = new(413, "content_too_large", _ => Bytes("PUT", Put, TooLong)),
        ["a body over the limit whose length is not said"] = new(413, "content_too_large", _ => Bytes("PUT", Put, TooLong, chunked: true)),
        ["a form's file over the limit"] = new(413, "content_too_large", _ => Form(TooLong)),
        ["an announcement of more than the drive holds"] = new(403, "quota_exceeded", w => As(w.Poor, Announce("\"size_bytes\": 11"))),
        ["a body of more than the drive holds"] = new(403, "quota_exceeded", w => As(w.Poor, Bytes("PUT", Put, new byte[11]))),
        ["a body of unsaid length of more than the drive holds"] = new(403, "quota_exceeded", w => As(w.Poor, Bytes("PUT", Put, new byte[11], chunked: true))),
        ["a form's file of more than the drive holds"] = new(403, "quota_exceeded", w => As(w.Poor, Form(new byte[11]))),
        ["a taken name that must be free"] = new(409, "item_name_taken", _ => Bytes("PUT", "/v1/files/content?item_name=a.bin&on_conflict=fail", [1])),
        ["the name of a folder"] = new(409, "item_name_taken", _ => Bytes("PUT", "/v1/files/content?item_name=Work", [1])),

        ["bytes shorter than announced"] = new(422, "size_mismatch", w => Bytes("PUT", w.Announced.Url.PathAndQuery, new byte[9_999])),
        ["bytes longer than announced"] = new(422, "size_mismatch", w => Bytes("PUT", w.Announced.Url.PathAndQuery, new byte[10_001])),
        ["no bytes at all"] = new(422, "size_mismatch", w => Bytes("PUT", w.Announced.Url.PathAndQuery, [])),
        ["shorter bytes of unsaid length"] = new(422, "size_mismatch", w => Bytes("PUT", w.Announced.Url.PathAndQuery, new byte[9_999], chunked: true)),
        ["longer bytes of unsaid length"] = new(422, "size_mismatch", w => Bytes("PUT", w.Announced.Url.PathAndQuery, new byte[1_000_000], chunked: true)),
        ["other bytes than announced"] = new(422, "checksum_mismatch", w => Bytes("PUT", w.Announced.Url.PathAndQuery, new byte[10_000])),
        ["a body of another Repr-Digest"] = new(422, "checksum_mismatch", _ => Bytes("PUT", Put, [1], digest: OtherDigest)),
        ["a body of another checksum"] = new(422, "checksum_mismatch", _ => Bytes("PUT", $"{Put}&checksum={Zeros}", [1])),
        ["a form's file of another checksum"] = new(422, "checksum_mismatch", _ => Form([1], "checksum", Zeros)),

        ["completing without bytes"] = new(409, "upload_incomplete", w => Json("POST", Complete, $$"""{"version_id": {{w.Announced.VersionId}}}""")),
        ["completing what is not there"] = new(404, "not_found", _ => Json("POST", Complete, """{"version_id": 1000000}""")),
        ["giving up what is completed"] = new(409, "upload_completed", w => new(HttpMethod.Delete, $"/v1/files/upload/{w.Completed.VersionId}")),
        ["giving up what is not there"] = new(404, "not_found", _ => new(HttpMethod.Delete, "/v1/files/upload/1000000")),
        ["bytes for what is completed"] = new(409, "upload_completed", w => Bytes("PUT", w.Completed.Url.PathAndQuery, TestUser.NewContent())),

        ["an expired upload URL"] = new(403, "upload_url_invalid", w => Bytes("PUT", w.Expired.Url.PathAndQuery, w.Content)),
        ["an upload URL for another upload"] = Tampered((url, w) => url.Replace($"/{w.Announced.VersionId}/", $"/{w.Another.VersionId}/")),
        ["an upload URL with another expiry"] = Tampered((url, _) => url.Replace("expires=", "expires=9")),
        ["an upload URL with another signature"] = Tampered((url, _) => url[..^1] + (url[^1] == 'A' ? 'E' : 'A')),
        ["an upload URL with a cut signature"] = Tampered((url, _) => url[..^5]),
        ["an upload URL without its query"] = Tampered((url, _) => url.Split('?')[0]),
        ["an upload URL without its signature"] = Tampered((url, _) => url.Split("&signature=")[0]),
        ["an upload URL without its expiry"] = Tampered((url, _) => url.Split('?')[0] + "?signature=" + url.Split("signature=")[1]),
        ["an upload URL with an expiry that is no number"] = Tampered((url, _) => url.Replace("expires=", "expires=x")),
        ["an upload URL with an expiry that overflows"] = Tampered((url, _) => url.Replace("expires=", "expires=99999999999999999999")),
        ["an upload URL with an empty signature"] = Tampered((url, _) => url.Split("signature=")[0] + "signature="),
        ["an upload URL with a signature that is no ASCII"] = Tampered((url, _) => url.Split("signature=")[0] + "signature=%F0%9F%98%80"),

        ["an announcement for a file as folder"] = new(400, "parent_not_a_folder", w => Announce($"\"size_bytes\": 1, \"parent_id\": {w.File}")),
        ["a body for a file as folder"] = new(400, "parent_not_a_folder", w => Bytes("PUT", $"{Put}&parent_id={w.File}", [1])),
        ["a form for a file as folder"] = new(400, "parent_not_a_folder", w => Form([1], "parent_id", $"{w.File}")),
        ["an announcement for a stranger's folder"] = new(404, "not_found", w => Announce($"\"size_bytes\": 1, \"parent_id\": {w.StrangersFolder}")),
        ["a body for a stranger's folder"] = new(404, "not_found", w => Bytes("PUT", $"{Put}&parent_id={w.StrangersFolder}", [1])),
        ["a form for a stranger's folder"] = new(404, "not_found", w => Form([1], "parent_id", $"{w.StrangersFolder}")),
        ["an announcement for a missing folder"] = new(404, "not_found", _ => Announce("\"size_bytes\": 1, \"parent_id\": 1000000")),
        ["a body for a missing folder"] = new(404, "not_found", _ => Bytes("PUT", $"{Put}&parent_id=1000000", [1])),
        ["a form for a missing folder"] = new(404, "not_found", _ => Form([1], "parent_id", "1000000")),
        ["a form with an unknown field"] = new(400, Invalid, _ => Form([1], "colour", "red")),

        ["downloading a folder"] = new(400, "not_a_file", w => Get($"/v1/files/{w.Folder}/download")),
        ["downloading a stranger's folder"] = new(404, "not_found", w => Get($"/v1/files/{w.StrangersFolder}/download")),
        ["a version of another file"] = new(404, "not_found", w => Get($"/v1/files/{w.File}/download?version={w.Completed.VersionId}")),
        ["a range beyond the end"] = new(416, "range_not_satisfiable", w => Range(w, "bytes=10000-")),
        ["ranges that are all beyond the end"] = new(416, "range_not_satisfiable", w => Range(w, "bytes=10000-10001, 99999999999999999999-")),
        ["the last no bytes"] = new(416, "range_not_satisfiable", w => Range(w, "bytes=-0")),
        ["an unknown disposition"] = new(400, Invalid, w => Get($"/v1/files/{w.File}/download?disposition=show")),
    };

    public static TheoryData<string> Names => [.. Cells.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Is_refused(string cell) => world.IsRefusedAsync(Cells[cell]);

    [Fact]
    public async Task Completing_twice_gives_the_same_answer_and_changes_nothing()
    {
        var first = await world.Alice.VersionAsync(world.Completed);
        var before = await Snapshot.OfAsync(world.Service);

        var second = await world.Alice.VersionAsync(world.Completed);

        Assert.Equal(first.GetRawText(), second.GetRawText());
        await before.IsUnchangedAsync();
    }

    private static HttpRequestMessage Announce(string members) => Json("POST", Initiate, $$"""{"item_name": "new.bin", {{members}}}""");

    private static BadInput Tampered(Func<string, BadInputWorld, string> change) => new(403, "upload_url_invalid", w => Bytes("PUT", change(w.Announced.Url.PathAndQuery, w), w.Content));

    private static HttpRequestMessage Range(BadInputWorld world, string range)
    {
        var request = Get($"/v1/files/{world.File}/download");
        request.Headers.TryAddWithoutValidation("Range", range);
        return request;
    }
}
