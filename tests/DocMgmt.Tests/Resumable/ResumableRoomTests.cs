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

    [Fact]
    public async Task Nobody_has_more_uploads_open_than_they_could_ever_finish()
    {
        var alice = await Service.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", [1, 2]);
        await Service.ExecuteAsync("""
            INSERT INTO resumable_uploads (id, user_id, parent_id, kind, on_conflict, metadata, size_bytes, created_at, expires_at)
            SELECT gen_random_uuid(), u.user_id, u.parent_id, 'partial', 'version', '', 1, now(), now() FROM resumable_uploads u, generate_series(2, 10000) WHERE u.user_id = $1
            """, alice.Id);

        await (await alice.Http.TryBeginAsync(1, Tus.Metadata(("item_name", "y")))).IsProblemAsync(HttpStatusCode.Conflict, "too_many_uploads");
        await alice.Http.AppendedAsync(url, 0, [1, 2]);
        Assert.Equal(HttpStatusCode.Created, (await alice.Http.TryBeginAsync(1, Tus.Metadata(("item_name", "y")))).StatusCode);
    }
}
