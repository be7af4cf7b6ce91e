using System.Net;
using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class InitiateUploadTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task Announcing_answers_where_to_send_the_bytes_and_shows_nothing_yet()
    {
        var alice = await api.NewUserAsync();

        var response = await alice.InitiateAsync("a.bin", content);

        var answer = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.False(answer.GetProperty("deduplicated").GetBoolean());
        Assert.StartsWith(alice.Service.Address.ToString(), answer.Text("upload_url"), StringComparison.Ordinal);
        Assert.InRange(answer.GetProperty("expires_at").GetDateTimeOffset() - alice.Service.Clock.GetUtcNow(), TimeSpan.FromMinutes(58), TimeSpan.FromMinutes(60));
        Assert.Empty((await alice.GetJsonAsync("/v1/items")).GetProperty("data").EnumerateArray());
        await (await alice.GetAsync($"/v1/files/{answer.GetProperty("item_id")}/download")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task The_public_address_is_where_the_bytes_are_sent()
    {
        await using var service = await api.StartAsync("Server__PublicUrl=https://docs.example.com/dms/");
        var alice = await service.NewUserAsync();

        var upload = await alice.AnnounceAsync("a.bin", content);

        Assert.StartsWith($"https://docs.example.com/dms/v1/files/upload/{upload.VersionId}/content?", upload.Url.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checksum_may_be_left_out()
    {
        var alice = await api.NewUserAsync();
        var answer = await alice.PostJsonAsync("/v1/files/upload/initiate", new { item_name = "a.bin", size_bytes = content.Length });
        var upload = PendingUpload.Of(answer);

        await (await alice.Service.PutAsync(upload.Url, content)).SucceededAsync();

        Assert.Equal(TestUser.Sha256(content), (await alice.VersionAsync(upload)).Text("checksum"));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_at_once_where_nothing_can_come_of_it()
    {
        var alice = await api.NewUserAsync();
        await alice.CreateFolderAsync("Work");
        await alice.UploadAsync("a.bin", TestUser.NewContent());

        await (await alice.InitiateAsync("Work", content)).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        await (await alice.InitiateAsync("a.bin", content, onConflict: "fail")).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");

        await (await alice.InitiateAsync("Work", content, onConflict: "rename")).SucceededAsync();
        await (await alice.InitiateAsync("a.bin", content)).SucceededAsync();
    }

    [Fact]
    public async Task Only_who_may_write_a_folder_announces_and_uploads_to_it()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (hidden, readable, writable) = (await alice.CreateFolderAsync("a"), await alice.CreateFolderAsync("b"), await alice.CreateFolderAsync("c"));
        var file = (await alice.UploadAsync("file.bin", TestUser.NewContent())).Id();
        await api.Service.GrantAsync(readable, bob, 1);
        await api.Service.GrantAsync(writable, bob, 2);

        await (await bob.InitiateAsync("x", content, hidden)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.InitiateAsync("x", content, readable)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await alice.InitiateAsync("x", content, file)).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
        await (await bob.PutContentAsync("x", content, hidden)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.PutContentAsync("x", content, readable)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await alice.PutContentAsync("x", content, file)).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");

        var upload = await bob.SendAsync("x", content, writable);
        await bob.VersionAsync(upload);
        Assert.Equal(content, await alice.DownloadAsync(upload.ItemId));
        Assert.Equal(content.Length + 1_000, await alice.UsedBytesAsync());
        Assert.Equal(0, await bob.UsedBytesAsync());
    }

    [Fact]
    public async Task Nobody_announces_or_uploads_without_a_token()
    {
        using var nobody = api.Service.Anonymous();

        var initiate = await nobody.PostAsJsonAsync("/v1/files/upload/initiate", new { item_name = "a", size_bytes = 1 });
        var put = await nobody.PutAsync(new Uri("/v1/files/content?item_name=a", UriKind.Relative), new ByteArrayContent([1]));

        await initiate.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await put.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }
}
