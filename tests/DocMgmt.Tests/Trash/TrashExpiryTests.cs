using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>The trash keeps things for thirty days, to the second, whatever else is needed meanwhile.</summary>
public class TrashExpiryTests(Api api)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30), Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    public async Task Twenty_nine_days_and_23_hours_stay_and_thirty_days_go(string type)
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        var item = type == "file" ? file : folder;
        await alice.TrashAsync(item);

        service.Clock.Advance(Kept - Hour);
        await service.RunJobAsync("trash-expiry");
        alice = await service.SignInAsync(alice.Email);
        Assert.Equal(item, Assert.Single(await alice.TrashedAsync()).Id());
        Assert.Equal(1_000, await alice.UsedBytesAsync());

        service.Clock.Advance(Hour);
        Assert.Equal(1, await service.RunJobAsync("trash-expiry"));
        alice = await service.SignInAsync(alice.Email);
        Assert.Empty(await alice.TrashedAsync());
        Assert.Equal(0, await alice.UsedBytesAsync());
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE id = $1", item));
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'purge' AND item_id = $1 AND user_id IS NULL", item));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_installation_may_keep_things_for_another_time(int days)
    {
        await using var service = await api.StartAsync($"Trash__RetentionDays={days}");
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.TrashAsync(file);
        if (days > 0)
        {
            service.Clock.Advance(TimeSpan.FromDays(days) - Hour);
            alice = await service.SignInAsync(alice.Email);
            var trashed = Assert.Single(await alice.TrashedAsync());
            Assert.Equal(trashed.GetProperty("trashed_at").GetDateTime().AddDays(days), trashed.GetProperty("expires_at").GetDateTime());
            Assert.Equal(0, await service.RunJobAsync("trash-expiry"));
            service.Clock.Advance(Hour);
            alice = await service.SignInAsync(alice.Email);
        }

        Assert.Empty(await alice.TrashedAsync());
        await (await alice.RestoreAsync(file, new { parent_id = (long?)null })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(1, await service.RunJobAsync("trash-expiry"));
        Assert.Equal(0, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task A_full_drive_makes_no_room_out_of_its_trash()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync(quotaBytes: 3_000);
        var content = TestUser.NewContent(2_000);
        var file = (await alice.UploadAsync("f", content)).Id();
        await alice.TrashAsync(file);

        await (await alice.PutContentAsync("g", TestUser.NewContent(1_500))).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        service.Clock.Advance(Kept - Hour);
        await service.RunJobAsync("trash-expiry");
        await service.RunJobAsync("blob-sweep");
        alice = await service.SignInAsync(alice.Email);
        await (await alice.PutContentAsync("g", TestUser.NewContent(1_500))).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");

        await (await alice.RestoreAsync(file)).SucceededAsync();
        Assert.Equal(content, await alice.DownloadAsync(file));
    }
}
