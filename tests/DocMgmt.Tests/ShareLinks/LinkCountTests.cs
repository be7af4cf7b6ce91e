using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>What counts as an access and what takes one of a link's downloads; both exact, however many come at once.</summary>
public class LinkCountTests(Api api)
{
    [Fact]
    public async Task Of_fifty_downloads_at_once_exactly_as_many_succeed_as_the_link_has()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();
        var link = await alice.LinkAsync((await alice.UploadAsync("f", content)).Id(), new { max_downloads = 10 });
        using var visitor = api.Service.NewVisitor();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => visitor.VisitAsync(link, "/download")));

        var good = answers.Where(a => a.IsSuccessStatusCode).ToList();
        Assert.Equal(10, good.Count);
        foreach (var answer in good) Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        foreach (var answer in answers.Except(good)) await answer.IsProblemAsync(HttpStatusCode.Gone, "link_used_up");
        var now = await alice.LinkNowAsync(link);
        Assert.Equal((10, 10, "used_up"), (now.GetProperty("download_count").GetInt64(), now.GetProperty("access_count").GetInt64(), now.Text("state")));
        await (await alice.ChangeLinkAsync(link, new { max_downloads = 11 })).SucceededAsync();
        Assert.Equal(HttpStatusCode.OK, (await visitor.VisitAsync(link, "/download")).StatusCode);
    }

    [Fact]
    public async Task Whatever_sends_content_takes_one_and_nothing_else_does()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var content = TestUser.NewContent();
        var file = await alice.UploadAsync("f.png", content, folder);
        var link = await alice.LinkAsync(folder, new { max_downloads = 1_000 });
        using var visitor = api.Service.NewVisitor();
        var tag = new EntityTagHeaderValue($"\"{TestUser.Sha256(content)}\"");

        var asked = new (string Deed, int Takes, HttpStatusCode Status, HttpMethod Method, Action<HttpRequestMessage>? Change)[]
        {
            ("", 0, HttpStatusCode.OK, HttpMethod.Get, null),
            ("", 0, HttpStatusCode.OK, HttpMethod.Head, null),
            ("/items", 0, HttpStatusCode.OK, HttpMethod.Get, null),
            ("/download?path=f.png", 1, HttpStatusCode.OK, HttpMethod.Get, null),
            ("/download?path=f.png", 0, HttpStatusCode.OK, HttpMethod.Head, null),
            ($"/download?item_id={file.Id()}", 1, HttpStatusCode.PartialContent, HttpMethod.Get, r => r.Headers.Range = new(0, 0)),
            ("/download?path=f.png", 1, HttpStatusCode.PartialContent, HttpMethod.Get, r => r.Headers.TryAddWithoutValidation("Range", "bytes=0-1,5-6")),
            ("/download?path=f.png", 0, HttpStatusCode.RequestedRangeNotSatisfiable, HttpMethod.Get, r => r.Headers.Range = new(5_000, null)),
            ("/download?path=f.png", 0, HttpStatusCode.NotModified, HttpMethod.Get, r => r.Headers.IfNoneMatch.Add(tag)),
            ("/download?path=f.png", 0, HttpStatusCode.PreconditionFailed, HttpMethod.Get, r => r.Headers.IfMatch.Add(new("\"other\""))),
            ("/preview?path=f.png", 1, HttpStatusCode.OK, HttpMethod.Get, null),
            ("/preview?path=f.png", 1, HttpStatusCode.PartialContent, HttpMethod.Get, r => r.Headers.Range = new(0, 0)),
            ("/preview?path=f.png", 0, HttpStatusCode.OK, HttpMethod.Head, null),
            ("/archive", 1, HttpStatusCode.OK, HttpMethod.Get, null),
            ("/archive?format=tar&path=f.png", 1, HttpStatusCode.OK, HttpMethod.Get, null),
            ("/archive", 0, HttpStatusCode.OK, HttpMethod.Head, null),
        };
        foreach (var (deed, takes, status, method, change) in asked)
        {
            var before = await alice.LinkNowAsync(link);
            Assert.Equal(status, (await visitor.VisitAsync(link, deed, null, method, null, change)).StatusCode);
            var after = await alice.LinkNowAsync(link);
            Assert.True(before.GetProperty("download_count").GetInt64() + takes == after.GetProperty("download_count").GetInt64(), $"{method} {deed} {status}");
            Assert.True(before.GetProperty("access_count").GetInt64() + 1 == after.GetProperty("access_count").GetInt64(), $"{method} {deed} {status}");
        }
    }

    [Fact]
    public async Task What_is_refused_counts_nothing()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("f.bin", TestUser.NewContent(), folder);
        var link = await alice.LinkAsync(folder, new { max_downloads = 5, allow_download = false });
        using var visitor = api.Service.NewVisitor();

        await (await visitor.VisitAsync(link, "/download?path=f.bin")).IsProblemAsync(HttpStatusCode.Forbidden, "download_not_allowed");
        await (await visitor.VisitAsync(link, "/archive")).IsProblemAsync(HttpStatusCode.Forbidden, "download_not_allowed");
        await (await visitor.VisitAsync(link, "/preview?path=f.bin")).IsProblemAsync(HttpStatusCode.Conflict, "no_preview");
        await (await visitor.VisitAsync(link, "/preview?path=nothing")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await visitor.DropAsync(link, "x", [1])).IsProblemAsync(HttpStatusCode.Forbidden, "link_takes_no_files");

        var now = await alice.LinkNowAsync(link);
        Assert.Equal((0, 0, 0), (now.GetProperty("download_count").GetInt64(), now.GetProperty("access_count").GetInt64(), now.GetProperty("upload_count").GetInt64()));
        Assert.Equal(JsonValueKind.Null, now.GetProperty("last_accessed_at").ValueKind);
    }

    [Fact]
    public async Task Every_access_is_in_the_log_with_the_link_and_the_address_and_no_user()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f.png", TestUser.NewContent(), folder)).Id();
        var (reads, drops) = (await alice.LinkAsync(folder), await alice.LinkAsync(folder, new { permission_type = "write" }));
        using var visitor = api.Service.NewVisitor();

        foreach (var (link, deed, action, item) in new[]
        {
            (reads, "", "read", folder), (reads, "/items", "read", folder), (reads, $"?item_id={file}", "read", file), (reads, "/download?path=f.png", "download", file),
            (reads, $"/preview?item_id={file}", "download", file), (reads, "/archive", "download", folder), (drops, "", "read", folder),
        })
        {
            var (response, id) = await visitor.AskAsync(HttpMethod.Get, $"/shared/{link.Text("token")}{deed}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var logged = Assert.Single(await api.Service.EventsAsync(id)); // at once: nobody waits for it
            Assert.Equal((action, (long?)item, (long?)null), (logged.Action, logged.ItemId, logged.UserId));
            Assert.StartsWith("127.77.", logged.Address!.ToString(), StringComparison.Ordinal);
            Assert.Equal(link.Id(), await api.Service.ScalarAsync<long>("SELECT share_link_id FROM events WHERE id = $1", logged.Id));
        }
    }
}
