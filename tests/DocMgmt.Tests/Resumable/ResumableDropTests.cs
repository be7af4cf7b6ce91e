using System.Net;
using System.Text.Json;
using DocMgmt.Drive.ShareLinks;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Resumable;

/// <summary>Files that visitors put into a folder in several requests.</summary>
public class ResumableDropTests(OwnService own) : IClassFixture<OwnService>
{
    private static readonly string[] Pictures = ["image/*"];

    private TestService Service => own.Service;

    [Fact]
    public async Task What_is_dropped_in_parts_is_the_folder_owners_like_any_drop()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent());
        var folder = await alice.CreateFolderAsync("F");
        var kept = (await alice.UploadAsync("cv.pdf", TestUser.NewContent(), folder)).Id();
        var link = await alice.LinkAsync(folder, new { permission_type = "write", max_uploads = 1 });
        using var visitor = Service.NewVisitor();
        // What a stranger says of the type, of where it goes and of what becomes of others is none of theirs.
        var url = await visitor.BeginAsync(1_000, Tus.Metadata(("filename", "cv.pdf"), ("filetype", "image/png"), ("parent_id", 1), ("on_conflict", "version")), Uploads(link));

        await visitor.AppendedAsync(url, 0, content[..400]);
        await visitor.AppendedAsync(url, 400, content[400..]);

        var files = (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["cv (1).pdf", "cv.pdf"], files.Select(f => f.Text("item_name")).Order(StringComparer.Ordinal));
        var dropped = files.Single(f => f.Id() != kept);
        Assert.Equal(("application/pdf", alice.Id), (dropped.Text("mime_type"), dropped.GetProperty("created_by").GetInt64()));
        Assert.Equal(content, await alice.DownloadAsync(dropped.Id()));
        Assert.Equal(1, await Service.ScalarAsync<long>("SELECT count(*) FROM events WHERE item_id = $1 AND action = 'upload' AND user_id IS NULL AND share_link_id = $2", dropped.Id(), link.Id()));
        await (await visitor.TryBeginAsync(1, Tus.Metadata(("filename", "more")), Uploads(link))).IsProblemAsync(HttpStatusCode.Gone, "link_used_up");
        await Service.DoctorAsync();
    }

    [Fact]
    public async Task The_links_password_and_end_hold_for_each_request()
    {
        var alice = await Service.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { permission_type = "write", password = TestService.Password });
        using var visitor = Service.NewVisitor();
        var metadata = Tus.Metadata(("filename", "x"));
        var unlocked = (await visitor.UnlockAsync(link, TestService.Password)).Text("unlock_token");

        await (await visitor.TryBeginAsync(2, metadata, Uploads(link))).IsProblemAsync(HttpStatusCode.Unauthorized, "link_password_required");
        var url = await visitor.BeginAsync(2, metadata, Uploads(link), null, ("X-Share-Password", TestService.Password));
        await (await visitor.AppendAsync(url, 0, [1])).IsProblemAsync(HttpStatusCode.Unauthorized, "link_password_required");
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.AskAsync(url)).StatusCode);
        await visitor.AppendedAsync(url, 0, [1], ("X-Share-Unlock", unlocked));
        Assert.Equal(1, await visitor.OffsetAsync($"{url}?unlock={unlocked}"));
        var opened = await visitor.BeginAsync(2, metadata, $"{Uploads(link)}?unlock={unlocked}");
        Assert.Equal(2, await visitor.AppendedAsync(opened, 0, [1, 2])); // whoever is told where it is can go on
        await alice.DeleteLinkAsync(link);
        await (await visitor.AppendAsync(url, 1, [2], ("X-Share-Unlock", unlocked))).IsProblemAsync(HttpStatusCode.Gone, "link_gone");
    }

    [Fact]
    public async Task The_links_terms_hold_at_the_beginning_and_for_what_really_came()
    {
        var alice = await Service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write", max_upload_bytes = 100, allowed_types = Pictures });
        using var visitor = Service.NewVisitor();

        await (await visitor.TryBeginAsync(101, Tus.Metadata(("filename", "a.png")), Uploads(link))).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "content_too_large");
        await (await visitor.TryBeginAsync(100, Tus.Metadata(("filename", "a.exe")), Uploads(link))).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");
        await (await visitor.TryBeginAsync(101, "", Uploads(link), null, ("Upload-Concat", "partial"))).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "content_too_large");
        var url = await visitor.BeginAsync(8, Tus.Metadata(("filename", "a.png")), Uploads(link));
        var before = Service.Store.List("pieces/");
        await (await visitor.AppendAsync(url, 0, "%PDF-1.7"u8.ToArray())).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");

        Assert.Equal(0, (await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("total").GetInt32());
        Assert.Empty(Service.Store.List("pieces/").Except(before));
    }

    [Fact]
    public async Task A_visitor_is_told_of_no_room_and_takes_no_more_than_there_is()
    {
        var alice = await Service.NewUserAsync(quotaBytes: 10_000);
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { permission_type = "write" });
        using var visitor = Service.NewVisitor();
        var url = await visitor.BeginAsync(20_000, Tus.Metadata(("filename", "x")), Uploads(link));

        Assert.Equal(9_000, await visitor.AppendedAsync(url, 0, new byte[9_000]));
        var problem = await (await visitor.AppendAsync(url, 9_000, new byte[1_001])).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");

        Assert.DoesNotContain("available", problem.GetRawText(), StringComparison.Ordinal);
        await visitor.TusAsync("DELETE", url, null);
    }

    [Fact]
    public async Task Visitors_put_parts_together_too()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent());
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { permission_type = "write" });
        using var visitor = Service.NewVisitor();
        var first = await visitor.BeginAsync(600, "", Uploads(link), content[..600], ("Upload-Concat", "partial"));
        var second = await visitor.BeginAsync(400, "", Uploads(link), content[600..], ("Upload-Concat", "partial"));

        var answer = await visitor.TusAsync("POST", Uploads(link), null, ("Upload-Concat", $"final;{first} {second}"), ("Upload-Metadata", Tus.Metadata(("filename", "cv.pdf"))));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(TestUser.Sha256(content), Assert.Single((await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray()).Text("checksum"));
        Assert.Equal(1, (await alice.LinkNowAsync(link)).GetProperty("access_count").GetInt32());
    }

    [Fact]
    public async Task What_was_begun_by_a_link_ends_with_it_and_takes_no_room_any_more()
    {
        var alice = await Service.NewUserAsync(quotaBytes: 10_000);
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { permission_type = "write" });
        using var visitor = Service.NewVisitor();
        await visitor.AppendedAsync(await visitor.BeginAsync(20_000, Tus.Metadata(("filename", "x")), Uploads(link)), 0, new byte[9_000]);
        var mine = await alice.Http.BeginAsync("mine", new byte[5_000]);
        await (await alice.Http.AppendAsync(mine, 0, new byte[5_000])).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");

        await alice.DeleteLinkAsync(link);

        await alice.Http.AppendedAsync(mine, 0, new byte[5_000]);
        Assert.Equal(5_000, await alice.UsedBytesAsync());
    }

    /// <summary>A request that waits for the link's turn holds up nobody who comes back for the same upload.</summary>
    [Fact]
    public async Task Who_waits_for_the_links_turn_is_taken_over_too()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent());
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { permission_type = "write" });
        using var visitor = Service.NewVisitor();
        var url = await visitor.BeginAsync(content.Length, Tus.Metadata(("filename", "x")), Uploads(link));
        var turns = Service.Services.GetRequiredService<DropTurns>();
        var taken = new List<IDisposable>();
        for (var n = 0; n < 8; n++) taken.Add(await turns.TakeAsync(link.Id(), $"network {n}", CancellationToken.None));

        var waiting = visitor.AppendAsync(url, 0, content);
        while (!waiting.IsCompleted) Assert.Equal(0, await visitor.OffsetAsync(url));

        await (await waiting).IsProblemAsync(HttpStatusCode.Conflict, "upload_taken_over");
        foreach (var turn in taken) turn.Dispose();
        await visitor.AppendedAsync(url, 0, content);
    }

    private static string Uploads(JsonElement link) => $"/shared/{link.Text("token")}/tus";
}
