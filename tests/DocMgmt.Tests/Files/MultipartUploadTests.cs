using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class MultipartUploadTests(Api api)
{
    [Fact]
    public async Task A_form_uploads_its_file_into_the_folder_that_it_names()
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent(300_000));
        var folder = await alice.CreateFolderAsync("F");

        var response = await PostAsync(alice, [("parent_id", $"{folder}"), ("checksum", TestUser.Sha256(content))], "photo ä.png", content, "image/png");

        var file = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/F/photo ä.png", file.Text("full_path"));
        Assert.Equal("image/png", file.Text("mime_type"));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
    }

    [Fact]
    public async Task The_field_item_name_wins_over_the_file_s_own_name_and_a_taken_one_gets_a_version()
    {
        var alice = await api.NewUserAsync();
        await PostAsync(alice, [("item_name", "b.txt")], "a.txt", TestUser.NewContent());

        var response = await PostAsync(alice, [("item_name", "b.txt")], "c.txt", TestUser.NewContent());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, (await response.JsonAsync()).GetProperty("version_count").GetInt32());
    }

    [Fact]
    public async Task Forms_that_cannot_be_understood_are_refused()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();

        await (await PostAsync(alice, [("parent_id", "x")], "a", content)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await PostAsync(alice, [("colour", "red")], "a", content)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await PostAsync(alice, [("item_name", "a"), ("item_name", "b")], "a", content)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await PostAsync(alice, [("item_name", new string('x', 3_000))], "a", content)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await PostAsync(alice, [], "../../etc/passwd", content)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await PostAsync(alice, [("checksum", new string('0', 64))], "a", content)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "checksum_mismatch");
        await (await alice.PostAsync("/v1/files", new { })).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        Assert.Equal(0, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("--b--\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"item_name\"\r\n\r\nx")]
    [InlineData("--b\r\n\r\nx\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\ncut off")]
    public async Task A_form_that_is_empty_or_cut_off_makes_nothing(string body)
    {
        var alice = await api.NewUserAsync();
        var form = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        var response = await alice.SendAsync(HttpMethod.Post, "/v1/files", form, null);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
    }

    private static Task<HttpResponseMessage> PostAsync(
        TestUser user, (string Name, string Value)[] fields, string fileName, byte[] content, string mimeType = "application/octet-stream")
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new(mimeType);
        form.Add(file, "file", fileName);
        return user.SendAsync(HttpMethod.Post, "/v1/files", form, null);
    }
}
