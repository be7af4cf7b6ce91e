using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>Uploads that come in several requests.</summary>
public class ResumableUploadTests(OwnService own) : IClassFixture<OwnService>
{
    private TestService Service => own.Service;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_000, 333)]
    [InlineData(300_000, 100_001)]
    public async Task What_came_in_parts_becomes_one_file(int length, int part)
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(length));
        var folder = await alice.CreateFolderAsync("F");
        var url = await alice.Http.BeginAsync(length, Tus.Metadata(("item_name", "a.png"), ("parent_id", folder), ("checksum", TestUser.Sha256(content))));

        for (var offset = 0; offset < length; offset += part)
        {
            Assert.Equal(offset, await alice.Http.OffsetAsync(url));
            var rest = content[offset..Math.Min(offset + part, length)];
            Assert.Equal(offset + rest.Length, await alice.Http.AppendedAsync(url, offset, rest));
        }

        var file = (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray().Single();
        Assert.Equal(("a.png", "image/png", TestUser.Sha256(content), file.Id()), (file.Text("item_name"), file.Text("mime_type"), file.Text("checksum"), await alice.Http.ItemAsync(url)));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        Assert.Equal(length, await alice.UsedBytesAsync());
        Assert.Empty(Service.Store.List("pieces/"));
        Assert.Equal(1, await Service.ScalarAsync<long>("SELECT count(*) FROM events WHERE item_id = $1 AND action = 'upload'", file.Id()));
        await Service.DoctorAsync();
    }

    [Fact]
    public async Task The_first_bytes_may_come_with_the_beginning()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(900));

        var some = await alice.Http.TryBeginAsync(900, Tus.Metadata(("filename", "a")), body: content[..300]);
        var all = await alice.Http.TryBeginAsync(900, Tus.Metadata(("filename", "b")), body: content);

        Assert.Equal((300, 900), (some.Offset(), all.Offset()));
        await alice.Http.AppendedAsync(some.Headers.Location!.AbsoluteUri, 300, content[300..]);
        foreach (var answer in new[] { some, all }) Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(answer.Headers.Location!.AbsoluteUri)));
    }

    [Fact]
    public async Task An_empty_file_is_there_at_once()
    {
        var alice = await Service.NewUserAsync();

        var url = await alice.Http.BeginAsync("empty", []);

        Assert.Equal(0, (await alice.GetJsonAsync($"/v1/items/{await alice.Http.ItemAsync(url)}")).GetProperty("size_bytes").GetInt64());
    }

    /// <summary>Cut at random points a hundred times, by both ways in which connections end, asked for its offset or not.</summary>
    [Fact]
    public async Task However_often_it_is_cut_it_ends_with_the_right_hash()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(4_000_000));
        var url = await alice.Http.BeginAsync("a.bin", content);
        var random = new Random(7);
        long offset = 0, kept = 0;

        for (var cut = 0; cut < 100; cut++)
        {
            var rest = content[(int)offset..];
            await Tus.BreakOffAsync(alice, url, offset, rest, random.Next(Math.Min(rest.Length, 80_000)), TimeSpan.FromMilliseconds(random.Next(50)), reset: random.Next(2) == 0);
            var before = offset;
            offset = await alice.Http.OffsetAsync(url);
            Assert.InRange(offset, before, content.Length - 1);
            if (offset > before) kept++;
        }

        Assert.InRange(kept, 30, 100); // what the network had delivered was kept
        await alice.Http.AppendedAsync(url, offset, content[(int)offset..]);
        var file = await alice.GetJsonAsync($"/v1/items/{await alice.Http.ItemAsync(url)}");
        Assert.Equal((TestUser.Sha256(content), 1), (file.Text("checksum"), file.GetProperty("version_count").GetInt32()));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        await Service.DoctorAsync();
    }

    [Fact]
    public async Task A_request_takes_over_from_one_whose_connection_nobody_has_missed_yet()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(50_000));
        var url = await alice.Http.BeginAsync("a", content);
        var first = await RawRequest.StartAsync(alice, "PATCH", url.Path(), "Tus-Resumable: 1.0.0", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream", "Content-Length: 50000");
        await first.SendAsync(content[..20_000]);
        await Task.Delay(200); // that it is received by then is likely, and not needed

        var offset = await alice.Http.OffsetAsync(url);

        Assert.InRange(offset, 0, 20_000);
        Assert.Equal(409, await first.StatusAsync());
        await alice.Http.AppendedAsync(url, offset, content[(int)offset..]);
        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(url)));
    }

    [Fact]
    public async Task Of_many_who_send_the_same_part_at_once_one_is_heard()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(90_000));
        var url = await alice.Http.BeginAsync("a", content);

        foreach (var offset in new[] { 0, 30_000, 60_000 })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => alice.Http.AppendAsync(url, offset, content[offset..(offset + 30_000)])));
            Assert.All(answers, a => Assert.Contains(a.StatusCode, new[] { HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.Locked }));
            var reached = await alice.Http.OffsetAsync(url);
            if (reached < offset + 30_000) await alice.Http.AppendedAsync(url, reached, content[(int)reached..(offset + 30_000)]);
        }

        var file = await alice.GetJsonAsync($"/v1/items/{await alice.Http.ItemAsync(url)}");
        Assert.Equal((1, 90_000), (file.GetProperty("version_count").GetInt32(), file.GetProperty("size_bytes").GetInt32()));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        await Service.DoctorAsync();
    }

    [Fact]
    public async Task An_upload_that_was_given_up_is_gone_and_so_are_its_bytes()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent());
        var url = await alice.Http.BeginAsync("a", content);
        await alice.Http.AppendedAsync(url, 0, content[..500]);
        Assert.Single(Service.Store.List("pieces/"));

        Assert.Equal(HttpStatusCode.NoContent, (await alice.Http.TusAsync("DELETE", url, null)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await alice.Http.AskAsync(url)).StatusCode);
        await (await alice.Http.AppendAsync(url, 500, content[500..])).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty(Service.Store.List("pieces/"));
        Assert.Equal(0, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task What_an_upload_became_outlives_it()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent());
        var url = await alice.Http.BeginAsync("a", content);
        await alice.Http.AppendedAsync(url, 0, content);
        var item = await alice.Http.ItemAsync(url);

        await alice.Http.TusAsync("DELETE", url, null);

        Assert.Equal(content, await alice.DownloadAsync(item));
    }
}
