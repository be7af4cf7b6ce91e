using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>What is received and not yet a file takes room, too.</summary>
public class ResumableRoomTests(OwnService own) : IClassFixture<OwnService>
{
    private TestService Service => own.Service;

    [Fact]
    public async Task What_pending_uploads_have_received_may_not_exceed_the_quota_together()
    {
        var alice = await Service.NewUserAsync(quotaBytes: 10_000);
        var (first, second) = (await alice.Http.BeginAsync("a", new byte[8_000]), await alice.Http.BeginAsync("b", new byte[8_000]));
        await alice.Http.AppendedAsync(first, 0, new byte[6_000]);

        await (await alice.Http.AppendAsync(second, 0, new byte[4_001])).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        Assert.Equal(0, await alice.Http.OffsetAsync(second));
        await alice.Http.AppendedAsync(second, 0, new byte[4_000]);
        var announced = await alice.AnnounceAsync("c", TestUser.NewContent(1));
        await (await Service.PutAsync(announced.Url, [1])).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        await alice.Http.TusAsync("DELETE", second, null);
        await alice.Http.AppendedAsync(first, 6_000, new byte[2_000]);

        Assert.Equal(8_000, await alice.UsedBytesAsync());
        Assert.Empty(Service.Store.List("pieces/"));
        await Service.DoctorAsync();
    }

    [Fact]
    public async Task Of_many_at_once_no_more_is_taken_than_there_is_room_for()
    {
        var alice = await Service.NewUserAsync(quotaBytes: 10_000);
        var urls = new List<string>();
        for (var n = 0; n < 16; n++) urls.Add(await alice.Http.BeginAsync($"f{n}", new byte[2_001]));

        var answers = await Task.WhenAll(urls.Select(url => alice.Http.AppendAsync(url, 0, new byte[2_000])));

        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.NoContent));
        Assert.Equal(5, Service.Store.List("pieces/").Length);
        foreach (var url in urls) await alice.Http.TusAsync("DELETE", url, null);
    }

    [Fact]
    public async Task What_is_larger_than_the_drive_does_not_begin()
    {
        var alice = await Service.NewUserAsync(quotaBytes: 10_000);

        await (await alice.Http.TryBeginAsync(10_001, Tus.Metadata(("item_name", "x")))).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        await (await alice.Http.TryBeginAsync(long.MaxValue, "", headers: ("Upload-Concat", "partial"))).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "content_too_large");
    }

    /// <summary>With a checksum nothing counts before the end of the request, and not more is written than there is room for either.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_written_that_there_is_no_room_for(bool saysHowLong)
    {
        var (alice, bob) = (await Service.NewUserAsync(quotaBytes: 10_000), await Service.NewUserAsync());
        var folder = await bob.CreateFolderAsync("F");
        await bob.ShareAsync(folder, alice, "write");
        var url = await alice.Http.BeginAsync(200_000, Tus.Metadata(("parent_id", folder)), headers: ("Upload-Concat", "partial"));
        await Service.ExecuteAsync("UPDATE drives SET quota_bytes = 10000 WHERE owner_id = $1", bob.Id);
        using var request = new HttpRequestMessage(HttpMethod.Patch, url) { Content = Tus.Body(new byte[150_000]) };
        foreach (var (name, value) in new[] { ("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0"), ("Upload-Checksum", $"sha256 {Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(new byte[150_000]))}") })
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TransferEncodingChunked = !saysHowLong;

        await (await alice.Http.SendAsync(request)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");

        Assert.Equal(0, await alice.Http.OffsetAsync(url));
        await (await alice.Http.TryBeginAsync(10_001, "", headers: ("Upload-Concat", "partial"))).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        await alice.Http.TusAsync("DELETE", url, null);
    }

    /// <summary>While it still sends: nobody has to wait for the end of what has no room, and no disk to take it.</summary>
    [Fact]
    public async Task What_has_no_room_is_refused_in_the_middle_also_under_a_checksum()
    {
        var alice = await Service.NewUserAsync(quotaBytes: 10_000);
        var url = await alice.Http.BeginAsync(10_000, "", headers: ("Upload-Concat", "partial"));
        await Service.ExecuteAsync("UPDATE drives SET quota_bytes = 5000 WHERE owner_id = $1", alice.Id);
        var request = await RawRequest.StartAsync(alice, "PATCH", url.Path(), "Tus-Resumable: 1.0.0", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream", "Transfer-Encoding: chunked", $"Upload-Checksum: sha1 {Convert.ToBase64String(new byte[20])}");

        await request.SendAsync([.. "1770\r\n"u8, .. new byte[6_000], .. "\r\n"u8]);

        Assert.Equal(403, await request.StatusAsync());
        Assert.Equal(0, await alice.Http.OffsetAsync(url));
    }

    [Fact]
    public async Task What_goes_to_another_drive_takes_room_there()
    {
        var (alice, bob) = (await Service.NewUserAsync(quotaBytes: 10_000), await Service.NewUserAsync());
        var folder = await bob.CreateFolderAsync("F");
        await bob.ShareAsync(folder, alice, "write");
        var his = await alice.Http.BeginAsync(20_000, Tus.Metadata(("item_name", "x"), ("parent_id", folder)));
        await alice.Http.AppendedAsync(his, 0, new byte[15_000]);

        var own = await alice.Http.BeginAsync("y", new byte[9_000]);
        await alice.Http.AppendedAsync(own, 0, new byte[9_000]);

        Assert.Equal(9_000, await alice.UsedBytesAsync());
        await alice.Http.TusAsync("DELETE", his, null);
    }

    /// <summary>Its folder is nothing that they may write in any more, and the bytes are still theirs to give up.</summary>
    [Fact]
    public async Task An_upload_can_be_given_up_whatever_became_of_its_folder()
    {
        var (alice, bob) = (await Service.NewUserAsync(), await Service.NewUserAsync());
        var folder = await bob.CreateFolderAsync("F");
        await bob.ShareAsync(folder, alice, "write");
        var url = await alice.Http.BeginAsync(2, Tus.Metadata(("item_name", "x"), ("parent_id", folder)));
        await alice.Http.AppendedAsync(url, 0, [1]);
        await bob.TrashAsync(folder);

        await (await alice.Http.AppendAsync(url, 1, [2])).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Http.TusAsync("DELETE", url, null)).StatusCode);

        Assert.Empty(Service.Store.List("pieces/"));
    }

    /// <summary>Otherwise a folder for each upload, purged in the middle of it, would hold as many bytes as one likes.</summary>
    [Fact]
    public async Task Bytes_of_an_upload_whose_folder_is_gone_count_until_it_is_given_up()
    {
        var alice = await Service.NewUserAsync(quotaBytes: 10_000);
        var folder = await alice.CreateFolderAsync("F");
        var url = await alice.Http.BeginAsync(9_001, Tus.Metadata(("item_name", "x"), ("parent_id", folder)));
        await alice.Http.AppendedAsync(url, 0, new byte[9_000]);
        await alice.TrashAsync(folder);
        (await alice.DeleteAsync($"/v1/trash/{folder}")).EnsureSuccessStatusCode();
        var next = await alice.Http.BeginAsync("y", new byte[9_000]);

        await (await alice.Http.AppendAsync(next, 0, new byte[9_000])).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Http.TusAsync("DELETE", url, null)).StatusCode);
        await alice.Http.AppendedAsync(next, 0, new byte[9_000]);

        Assert.Empty(Service.Store.List("pieces/"));
    }

    [Fact]
    public async Task Nobody_has_more_uploads_open_than_they_could_ever_finish()
    {
        var alice = await Service.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", [1, 2]);
        await Service.ExecuteAsync("""
            INSERT INTO resumable_uploads (id, user_id, drive_id, parent_id, kind, on_conflict, metadata, size_bytes, created_at, expires_at)
            SELECT gen_random_uuid(), u.user_id, u.drive_id, u.parent_id, 'partial', 'version', '', 1, now(), now() + interval '1 day' FROM resumable_uploads u, generate_series(2, 10000) WHERE u.user_id = $1
            """, alice.Id);

        await (await alice.Http.TryBeginAsync(1, Tus.Metadata(("item_name", "y")))).IsProblemAsync(HttpStatusCode.Conflict, "too_many_uploads");
        await alice.Http.AppendedAsync(url, 0, [1, 2]);
        Assert.Equal(HttpStatusCode.Created, (await alice.Http.TryBeginAsync(1, Tus.Metadata(("item_name", "y")))).StatusCode);
    }
}
