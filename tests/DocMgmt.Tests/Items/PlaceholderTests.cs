using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class PlaceholderTests(Api api)
{
    [Fact]
    public async Task A_placeholder_is_a_file_without_content()
    {
        var alice = await api.NewUserAsync();

        var file = await alice.PostJsonAsync("/v1/items", new { item_name = "report.pdf", type = "file" });

        Assert.Equal("file", file.Text("type"));
        Assert.Equal("application/pdf", file.Text("mime_type"));
        Assert.Equal(0, file.GetProperty("size_bytes").GetInt64());
        Assert.Equal(0, file.GetProperty("version_count").GetInt32());
        foreach (var none in new[] { "checksum", "current_version_id", "scan_status" }) Assert.Equal(JsonValueKind.Null, file.GetProperty(none).ValueKind);
        await (await alice.GetAsync($"/v1/files/{file.Id()}/download")).IsProblemAsync(HttpStatusCode.Conflict, "no_content");
    }

    [Fact]
    public async Task The_first_upload_of_its_name_is_its_version_1()
    {
        var alice = await api.NewUserAsync();
        var placeholder = await alice.PostJsonAsync("/v1/items", new { item_name = "report.pdf", type = "file" });

        var filled = await alice.UploadAsync("report.pdf", TestUser.NewContent());

        Assert.Equal(placeholder.Id(), filled.Id());
        Assert.Equal(1, filled.GetProperty("version_count").GetInt32());
        Assert.Equal(1_000, filled.GetProperty("size_bytes").GetInt64());
        Assert.True(filled.GetProperty("revision").GetInt64() > placeholder.GetProperty("revision").GetInt64());
        Assert.Equal(1, await api.Service.ScalarAsync<int>("SELECT version_number FROM versions WHERE id = $1", filled.GetProperty("version_id").GetInt64()));
    }

    [Fact]
    public async Task A_folder_has_no_content()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");

        await (await alice.GetAsync($"/v1/files/{folder}/download")).IsProblemAsync(HttpStatusCode.BadRequest, "not_a_file");
    }
}
