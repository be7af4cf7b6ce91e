using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>A drive never holds more than its quota, and always knows what it holds.</summary>
public class QuotaTests(Api api)
{
    [Fact]
    public async Task A_drive_can_be_filled_to_the_last_byte()
    {
        var alice = await api.NewUserAsync(quotaBytes: 3_000);

        await alice.UploadAsync("a.bin", TestUser.NewContent(2_999));
        await (await alice.PutContentAsync("b.bin", TestUser.NewContent(2))).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        await alice.UploadAsync("b.bin", TestUser.NewContent(1));
        await alice.UploadAsync("empty.bin", []);

        Assert.Equal(3_000, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_before_the_bytes_and_only_the_owner_learns_what_is_left()
    {
        var (alice, bob) = (await api.NewUserAsync(quotaBytes: 1_500), await api.NewUserAsync());
        await alice.UploadAsync("a.bin", TestUser.NewContent(1_000));
        var root = await api.Service.RootAsync(alice);
        await api.Service.GrantAsync(root, bob, 2);
        var tooMuch = TestUser.NewContent(501);

        foreach (var user in new[] { alice, bob })
        {
            foreach (var response in new[] { await user.InitiateAsync("b.bin", tooMuch, root), await user.PutContentAsync("b.bin", tooMuch, root) })
            {
                var problem = await response.IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
                Assert.Equal(user == alice ? 500 : (int?)null, problem.TryGetProperty("available_bytes", out var bytes) ? bytes.GetInt32() : (int?)null);
            }
        }

        await bob.VersionAsync(await bob.SendAsync("b.bin", TestUser.NewContent(500), root));
        Assert.Equal(1_500, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_cut_off_where_the_drive_is_full()
    {
        var alice = await api.NewUserAsync(quotaBytes: 100_000);
        var content = TestUser.NewContent(100_001);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/files/content?item_name=a.bin") { Content = new ByteArrayContent(content) };
        request.Headers.TransferEncodingChunked = true;

        await (await alice.Http.SendAsync(request)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");

        Assert.Empty(alice.Service.Staged(content));
        Assert.Equal(0, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task A_drive_that_filled_up_meanwhile_refuses_at_the_end_and_takes_the_same_bytes_when_there_is_room()
    {
        var alice = await api.NewUserAsync(quotaBytes: 1_500);
        var content = TestUser.NewContent(1_000);
        var upload = await alice.SendAsync("a.bin", content);
        await alice.UploadAsync("b.bin", TestUser.NewContent(1_000));

        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        Assert.Equal(1_000, await alice.UsedBytesAsync());
        await alice.Service.ExecuteAsync("UPDATE drives SET quota_bytes = 2000 WHERE owner_id = $1", alice.Id);
        await alice.VersionAsync(upload);

        Assert.Equal(2_000, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task A_drive_that_holds_more_than_a_lowered_quota_takes_nothing_but_empty_files()
    {
        var alice = await api.NewUserAsync(quotaBytes: 1_000);
        await alice.UploadAsync("a.bin", TestUser.NewContent(1_000));
        await alice.Service.ExecuteAsync("UPDATE drives SET quota_bytes = 10 WHERE owner_id = $1", alice.Id);

        var problem = await (await alice.PutContentAsync("b.bin", [1])).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");

        Assert.Equal(0, problem.GetProperty("available_bytes").GetInt64());
        await alice.UploadAsync("empty.bin", []);
    }

    [Fact]
    public async Task A_new_users_quota_is_the_default()
    {
        await using var service = await api.StartAsync("Users__DefaultQuotaBytes=10");
        var alice = await service.NewUserAsync();

        await alice.UploadAsync("a.bin", TestUser.NewContent(10));
        await (await alice.PutContentAsync("b.bin", [1])).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
    }
}
