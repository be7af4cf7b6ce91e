using System.Net;
using System.Net.Http.Headers;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

/// <summary>Bytes go bad on the disk: they are found, never given out, and healed by whoever uploads the same content.</summary>
public class BitRotTests(Api api)
{
    [Theory]
    [InlineData(Harm.Flipped)]
    [InlineData(Harm.Truncated)]
    [InlineData(Harm.Lengthened)]
    [InlineData(Harm.Emptied)]
    [InlineData(Harm.Deleted)]
    [InlineData(Harm.Unreadable)]
    public async Task The_scrub_finds_what_went_bad_and_the_next_upload_heals_it(Harm harm)
    {
        await using var service = await api.StartAsync();
        var (alice, content, sound) = (await service.NewUserAsync(), TestUser.NewContent(200_000), TestUser.NewContent());
        var (file, other) = (await alice.UploadAsync("a.bin", content), (await alice.UploadAsync("b.bin", sound)).Id());
        var key = await service.KeyAsync(content);
        service.Harm(content, harm);

        var job = await service.RunToEndAsync("integrity-scrub");

        Assert.Equal(("succeeded", 1, 1), (job.Text("state"), job.Count("damaged"), job.Count("verified")));
        Assert.Contains(service.Errors.Lines, l => l.Contains(key, StringComparison.Ordinal) && l.Contains($"{file.GetProperty("version_id")}", StringComparison.Ordinal));
        await NobodyGetsAsync(alice, file.Id());
        Assert.Equal(sound, await alice.DownloadAsync(other));

        await alice.UploadAsync("c.bin", content);

        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        Assert.Equal((key, "healthy"), (await service.ScalarAsync<string>("SELECT key FROM blob_deletions"), await service.StateAsync(content)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_upload_heals_all_versions_of_all_users(bool announced)
    {
        await using var service = await api.StartAsync();
        var (alice, bob, content) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent());
        var files = new List<(TestUser User, long Id)>();
        foreach (var (user, name) in new[] { (alice, "1.bin"), (alice, "2.bin"), (bob, "3.bin") }) files.Add((user, (await user.UploadAsync(name, content)).Id()));
        service.Harm(content, Harm.Flipped);
        await service.RunJobAsync("integrity-scrub");
        foreach (var (user, id) in files) await NobodyGetsAsync(user, id);

        var healed = announced ? (await bob.VersionAsync(await bob.SendAsync("4.bin", content))).GetProperty("item_id").GetInt64() : (await bob.UploadAsync("4.bin", content)).Id();

        foreach (var (user, id) in files.Append((bob, healed))) Assert.Equal(content, await user.DownloadAsync(id));
        Assert.Equal((4, 4L), await service.ReferencesAsync(content));
    }

    [Fact]
    public async Task A_damaged_content_is_no_dedup_hit()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        await alice.UploadAsync("a.bin", content);
        service.Harm(content, Harm.Flipped);
        await service.RunJobAsync("integrity-scrub");

        var announced = await (await alice.InitiateAsync("b.bin", content)).SucceededAsync();

        Assert.False(announced.GetProperty("deduplicated").GetBoolean());
        Assert.Equal((1, 1L), await service.ReferencesAsync(content));
    }

    [Fact]
    public async Task Bytes_that_are_right_again_are_given_out_again()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a.bin", content)).Id();
        var name = service.Published(content).Single();
        service.Store.Delete(name);
        await service.RunJobAsync("integrity-scrub");
        await NobodyGetsAsync(alice, file);
        service.Store.Write(name, content);

        var job = await service.RunToEndAsync("integrity-scrub");

        Assert.Equal((1, 0), (job.Count("recovered"), job.Count("verified")));
        Assert.Equal(content, await alice.DownloadAsync(file));
    }

    /// <summary>No byte of it, in whatever way one asks.</summary>
    private static async Task NobodyGetsAsync(TestUser user, long file)
    {
        var path = $"/v1/files/{file}/download";
        var whole = await user.GetAsync(path);
        await whole.IsProblemAsync(HttpStatusCode.InternalServerError, "content_damaged");
        Assert.True(whole.Headers.CacheControl?.NoStore);
        foreach (var range in new[] { "bytes=0-9", "bytes=0-9,20-29", "bytes=-1" })
        {
            using var part = new HttpRequestMessage(HttpMethod.Get, path);
            part.Headers.Range = RangeHeaderValue.Parse(range);
            await (await user.Http.SendAsync(part)).IsProblemAsync(HttpStatusCode.InternalServerError, "content_damaged");
        }

        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.InternalServerError, (await user.Http.SendAsync(head)).StatusCode);
    }
}
