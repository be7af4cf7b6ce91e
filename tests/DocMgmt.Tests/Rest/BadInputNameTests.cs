using System.Text;
using System.Text.Json;
using static DocMgmt.Tests.Rest.BadInputWorld;

namespace DocMgmt.Tests.Rest;

/// <summary>Names that are none, wherever a name can be said.</summary>
public class BadInputNameTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    private static readonly Dictionary<string, string> BadNames = new(StringComparer.Ordinal)
    {
        ["empty"] = "",
        ["a dot"] = ".",
        ["two dots"] = "..",
        ["256 bytes"] = new('x', 256),
        ["256 bytes of two each"] = new('é', 128),
        ["a slash"] = "a/b",
        ["NUL"] = "a\0b",
        ["a line break"] = "a\nb",
        ["DEL"] = "a\u007F",
        ["a C1 control"] = "a\u0085",
    };

    private static readonly Dictionary<string, Func<BadInputWorld, string, HttpRequestMessage>> Places = new(StringComparer.Ordinal)
    {
        ["a new folder"] = (_, name) => Json("POST", "/v1/items", JsonSerializer.Serialize(new { item_name = name, type = "folder" })),
        ["a new file"] = (_, name) => Json("POST", "/v1/items", JsonSerializer.Serialize(new { item_name = name, type = "file" })),
        ["an announcement"] = (_, name) => Json("POST", "/v1/files/upload/initiate", JsonSerializer.Serialize(new { item_name = name, size_bytes = 1 })),
        ["an upload"] = (_, name) => Bytes("PUT", $"/v1/files/content?item_name={Uri.EscapeDataString(name)}", [1]),
        ["a form's field"] = (_, name) => Form([1], "item_name", name),
        ["a name to save under"] = (w, name) => Get($"/v1/files/{w.File}/download?filename={Uri.EscapeDataString(name)}"),
    };

    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var place in Places.Keys)
                foreach (var name in BadNames.Keys) cells.Add(place, name);
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public Task Is_refused(string place, string name) => IsRefusedAsync(w => Places[place](w, BadNames[name]));

    // Half of a pair: JSON can say it; UTF-8, which addresses and forms are made of, can't, and what looks like it is no text.
    [Theory]
    [InlineData("/v1/items", "\"type\": \"folder\"")]
    [InlineData("/v1/items", "\"type\": \"file\"")]
    [InlineData("/v1/files/upload/initiate", "\"size_bytes\": 1")]
    public Task A_lone_surrogate_is_refused(string path, string members) => IsRefusedAsync(_ => Json("POST", path, $$"""{"item_name": "a\ud800", {{members}}}"""));

    [Fact]
    public Task Bytes_that_are_no_text_are_refused_in_a_form() => IsRefusedAsync(_ => Form([1], ("item_name", [(byte)'a', 0xED, 0xA0, 0x80])));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public Task A_form_s_file_whose_own_name_is_none_is_refused(string name) => IsRefusedAsync(_ =>
    {
        var body = Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\nx\r\n--b--\r\n");
        var request = Bytes("POST", "/v1/files", body);
        request.Content!.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        return request;
    });

    private async Task IsRefusedAsync(Func<BadInputWorld, HttpRequestMessage> request) => await world.IsRefusedAsync(new(400, "validation_failed", request));
}
