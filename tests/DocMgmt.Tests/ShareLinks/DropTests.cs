using System.Net;
using System.Text;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>Files that visitors put into a folder.</summary>
public class DropTests(Api api)
{
    private static readonly string[] Types = ["image/*", "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "text/plain", "audio/*"];
    private static readonly string[] Pictures = ["image/*", "application/pdf"];

    [Fact]
    public async Task What_is_dropped_is_the_owners_and_the_visitor_learns_nothing_of_the_folder()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Applications");
        await alice.ShareAsync(folder, bob, "admin");
        var link = await bob.LinkAsync(folder, new { permission_type = "write" });
        var content = TestUser.NewContent();
        using var visitor = service.NewVisitor();

        var answer = await (await visitor.DropAsync(link, "cv.pdf", content)).SucceededAsync();

        Assert.Equal($$"""{"item_name":"cv.pdf","size_bytes":{{content.Length}},"checksum":"{{TestUser.Sha256(content)}}"}""", answer.GetRawText());
        var file = (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray().Single();
        Assert.Equal(("cv.pdf", "application/pdf", bob.Id), (file.Text("item_name"), file.Text("mime_type"), file.GetProperty("created_by").GetInt64()));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        Assert.Equal((link.Id(), (long?)null), (await service.ScalarAsync<long>("SELECT share_link_id FROM events WHERE item_id = $1 AND action = 'upload'", file.Id()),
            await service.ScalarAsync<long?>("SELECT user_id FROM events WHERE item_id = $1 AND action = 'upload'", file.Id())));
        var seen = await (await visitor.VisitAsync(link)).SucceededAsync();
        Assert.Equal(("Applications", "write"), (seen.Text("item_name"), seen.Text("permission_type")));
        foreach (var member in new[] { "size_bytes", "updated_at", "download_url", "preview_url", "items_url" }) Assert.Equal(JsonValueKind.Null, seen.GetProperty(member).ValueKind);
        Assert.Equal(HttpStatusCode.Created, (await visitor.SendAsync(new(HttpMethod.Put, $"{seen.Text("upload_url")}?item_name=b") { Content = new ByteArrayContent(content) })).StatusCode);
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_name_that_is_taken_is_stored_under_another_one_and_the_answer_is_the_same()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var kept = TestUser.NewContent();
        var taken = (await alice.UploadAsync("a.txt", kept, folder)).Id();
        await alice.CreateFolderAsync("d", folder);
        var link = await alice.LinkAsync(folder, new { permission_type = "write" });
        var content = TestUser.NewContent();
        using var visitor = api.Service.NewVisitor();

        var answers = new List<string>();
        foreach (var name in new[] { "free.txt", "a.txt", "a.txt", "d" }) answers.Add((await (await visitor.DropAsync(link, name, content)).SucceededAsync()).GetRawText().Replace($"\"{name}\"", "", StringComparison.Ordinal));

        Assert.Single(answers.Distinct());
        Assert.Equal(kept, await alice.DownloadAsync(taken));
        Assert.Equal(1, (await alice.GetJsonAsync($"/v1/items/{taken}")).GetProperty("version_count").GetInt32());
        Assert.Equal(6, (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task The_time_that_a_drop_takes_does_not_tell_whether_its_name_is_taken()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("taken.txt", TestUser.NewContent(), folder);
        var link = await alice.LinkAsync(folder, new { permission_type = "write" });
        using var statements = new Statements();

        var asked = new List<IReadOnlyList<string>>();
        foreach (var name in new[] { "free.txt", "taken.txt" })
            asked.Add(await statements.OfAsync(alice, HttpMethod.Put, $"/shared/{link.Text("token")}/content?item_name={name}", new ByteArrayContent(TestUser.NewContent())));

        Assert.Equal(asked[0], asked[1]); // who is signed in is a visitor here
    }

    [Fact]
    public async Task Content_of_another_kind_than_its_name_says_does_not_get_by_a_limit_of_types()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write", allowed_types = Types });
        using var visitor = api.Service.NewVisitor();

        foreach (var (name, content) in new[] { ("a.png", "MZ no picture"), ("a.png", "%PDF-1.7"), ("a.pdf", "\u0089PNG\r\n\u001A\n"), ("a.jpg", ""), ("a.txt", "\u007FELF") })
            await (await visitor.DropAsync(link, name, Encoding.Latin1.GetBytes(content))).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");
        foreach (var (name, content) in new[] { ("a.png", "\u0089PNG\r\n\u001A\n"), ("a.jpg", "\u00FF\u00D8\u00FF"), ("a.pdf", "%PDF-1.7"), ("a.docx", "PK\u0003\u0004"), ("a.txt", "text"), ("a.mp3", "\u00FF\u00FB"), ("a.m4a", "1234ftypisom") })
            await (await visitor.DropAsync(link, name, Encoding.Latin1.GetBytes(content))).SucceededAsync();
    }

    [Fact]
    public async Task A_form_with_more_than_one_file_is_refused_rather_than_half_stored()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write" });
        using var visitor = api.Service.NewVisitor();

        foreach (var last in new[] { "file", "item_name" })
        {
            await (await visitor.VisitAsync(link, "/upload", null, HttpMethod.Post, Form(last))).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
            await (await alice.SendAsync(HttpMethod.Post, "/v1/files", Form(last), null)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        }

        Assert.Equal(0, (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("total").GetInt64());
        Assert.Equal(1, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());

        static MultipartFormDataContent Form(string last)
        {
            var form = new MultipartFormDataContent { { new ByteArrayContent(TestUser.NewContent()), "file", "one.txt" } };
            if (last == "file") form.Add(new ByteArrayContent([1]), "file2", "two.txt");
            else form.Add(new StringContent("other.txt"), last);
            return form;
        }
    }

    [Fact]
    public async Task A_form_drops_a_file_too()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write", password = "open sesame" });
        using var visitor = api.Service.NewVisitor();
        var unlock = (await visitor.UnlockAsync(link, "open sesame")).Text("unlock_token");

        var answer = await visitor.VisitAsync(link, $"/upload?unlock={unlock}", null, HttpMethod.Post, new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", "f.bin" } });
        await (await visitor.VisitAsync(link, $"/upload?unlock={unlock}", null, HttpMethod.Post, new MultipartFormDataContent { { new StringContent($"{folder}"), "parent_id" }, { new ByteArrayContent([1]), "file", "x" } }))
            .IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed"); // where it goes is not the visitor's to say

        Assert.Equal("f.bin", (await answer.SucceededAsync()).Text("item_name"));
        Assert.Equal(["f.bin"], (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")));
    }

    [Fact]
    public async Task A_link_takes_what_its_limits_allow()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write", max_upload_bytes = 1_000, allowed_types = Pictures });
        using var visitor = service.NewVisitor();

        await (await visitor.DropAsync(link, "a.png", new byte[1_001])).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "content_too_large");
        await (await visitor.VisitAsync(link, "/content?item_name=a.png", null, HttpMethod.Put, new StreamContent(new OfUnknownLength(2_000)))).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "content_too_large");
        await (await visitor.DropAsync(link, "a.exe", [1])).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");
        var claims = new ByteArrayContent([1, 2]) { Headers = { ContentType = new("image/png") } };
        await (await visitor.VisitAsync(link, "/content?item_name=a.exe", null, HttpMethod.Put, claims)).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");
        await (await visitor.DropAsync(link, "a.png", [.. "\u0089PNG\r\n\u001A\n".Select(c => (byte)c), .. new byte[992]])).SucceededAsync();
        await (await visitor.DropAsync(link, "a.pdf", "%PDF-1.7"u8.ToArray())).SucceededAsync();
        await (await visitor.DropAsync(link, "../up.png", [1])).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal(2, (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("total").GetInt64());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Of_many_drops_at_once_exactly_as_many_are_stored_as_the_link_takes()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write", max_uploads = 5 });
        using var visitor = service.NewVisitor();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => visitor.DropAsync(link, $"{n % 3}", TestUser.NewContent())));

        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        foreach (var answer in answers.Where(a => a.StatusCode != HttpStatusCode.Created)) await answer.IsProblemAsync(HttpStatusCode.Gone, "link_used_up");
        Assert.Equal(5, (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("total").GetInt64());
        Assert.Equal(5, (await alice.LinkNowAsync(link)).GetProperty("upload_count").GetInt64());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_full_drive_is_said_to_be_full_and_not_how_full()
    {
        var alice = await api.NewUserAsync(quotaBytes: 1_500);
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write" });
        using var visitor = api.Service.NewVisitor();

        await (await visitor.DropAsync(link, "a", new byte[1_000])).SucceededAsync();
        foreach (var content in new HttpContent[] { new ByteArrayContent(new byte[1_000]), new StreamContent(new OfUnknownLength(5_000)) })
        {
            var problem = await (await visitor.VisitAsync(link, "/content?item_name=b", null, HttpMethod.Put, content)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
            Assert.False(problem.TryGetProperty("available_bytes", out _), problem.GetRawText());
        }
    }

    /// <summary>So many bytes, which nobody knows beforehand.</summary>
    private sealed class OfUnknownLength(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
