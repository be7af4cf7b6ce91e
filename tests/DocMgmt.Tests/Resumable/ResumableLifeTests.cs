using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>How long uploads in several requests wait, and what is left of them then.</summary>
public class ResumableLifeTests(Api api)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1), Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_day_without_a_byte_ends_it_and_its_pieces_go()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        await service.PauseJobsAsync();
        var alice = await service.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", new byte[10]);
        await alice.Http.AppendedAsync(url, 0, new byte[2]);
        service.Clock.Advance(TimeSpan.FromMinutes(50));
        alice = await service.SignInAsync(alice.Email);
        await alice.Http.AppendedAsync(url, 2, new byte[2]);
        service.Store.Age();

        service.Clock.Advance(Day - Minute);
        alice = await service.SignInAsync(alice.Email);
        Assert.Equal(0, await service.RunJobAsync("stale-uploads"));
        Assert.Equal(4, await alice.Http.OffsetAsync(url));
        service.Clock.Advance(Minute);

        Assert.Equal(HttpStatusCode.NotFound, (await alice.Http.AskAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Http.AppendAsync(url, 4, new byte[6])).StatusCode);
        Assert.Equal(1 + 2, await service.RunJobAsync("stale-uploads"));
        Assert.Empty(service.Store.List("pieces/"));
    }

    /// <summary>Written by a request that died before they counted: they look the same as those of one that is under way, but for their age.</summary>
    [Fact]
    public async Task Pieces_that_nothing_counts_on_go_when_no_request_can_be_at_them_any_more()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        await service.PauseJobsAsync();
        var alice = await service.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", new byte[10]);
        await alice.Http.AppendedAsync(url, 0, new byte[2]);
        await HookedStore.Of(service).Pieces.WriteAsync(new MemoryStream(new byte[3]), 3, default);

        Assert.Equal(0, await service.RunJobAsync("stale-uploads"));
        Assert.Equal(2, service.Store.List("pieces/").Length);
        service.Store.Age();
        Assert.Equal(1, await service.RunJobAsync("stale-uploads"));

        await alice.Http.AppendedAsync(url, 2, new byte[8]);
        Assert.Equal(10, await alice.UsedBytesAsync());
    }

    /// <summary>Otherwise a byte a day would hold somebody's room for good.</summary>
    [Fact]
    public async Task A_week_ends_it_however_often_a_byte_comes()
    {
        await using var service = await api.StartAsync();
        await service.PauseJobsAsync();
        var alice = await service.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", new byte[100]);
        for (var day = 0; day < 7; day++)
        {
            await alice.Http.AppendedAsync(url, day, [1]);
            service.Clock.Advance(Day - Minute);
            alice = await service.SignInAsync(alice.Email);
        }

        Assert.Equal(HttpStatusCode.OK, (await alice.Http.AskAsync(url)).StatusCode);
        await alice.Http.AppendedAsync(url, 7, [1]);
        service.Clock.Advance(10 * Minute);

        Assert.Equal(HttpStatusCode.NotFound, (await alice.Http.AppendAsync(url, 8, [1])).StatusCode);
    }

    /// <summary>Their rows name no upload any more, and so they go at once, whatever their age.</summary>
    [Fact]
    public async Task Pieces_of_an_upload_that_ended_otherwise_go_with_the_next_clean_up()
    {
        await using var service = await api.StartAsync();
        await service.PauseJobsAsync();
        var alice = await service.NewUserAsync();
        await alice.Http.AppendedAsync(await alice.Http.BeginAsync("x", new byte[10]), 0, new byte[4]);
        await service.ExecuteAsync("DELETE FROM resumable_uploads");

        Assert.Equal(1, await service.RunJobAsync("stale-uploads"));

        Assert.Empty(service.Store.List("pieces/"));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM resumable_pieces"));
    }
}
