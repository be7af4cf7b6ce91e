using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class UploadTests(Api api)
{
    [Fact]
    public async Task A_file_comes_back_as_it_went_up()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent(300_000);

        var file = await alice.UploadAsync("photo.png", content);

        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        Assert.Equal("image/png", file.Text("mime_type"));
        Assert.Equal(TestUser.Sha256(content), file.Text("checksum"));
    }

    [Fact]
    public async Task The_second_upload_of_a_content_sends_no_bytes()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();
        await alice.UploadAsync("a.bin", content);

        var response = await alice.InitiateAsync("b.bin", content);

        var answer = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(answer.GetProperty("deduplicated").GetBoolean());
        Assert.Equal(content, await alice.DownloadAsync(answer.GetProperty("item_id").GetInt64()));
    }
}
