using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Tests.ShareLinks;

public class DropTurnsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_link_receives_eight_files_at_once_and_another_link_does_not_wait_for_it()
    {
        var turns = new DropTurns(Long);
        var taken = new List<IDisposable>();
        for (var n = 0; n < 8; n++) taken.Add(await turns.TakeAsync(1, $"network {n}", CancellationToken.None));

        var ninth = turns.TakeAsync(1, "network 9", CancellationToken.None);
        (await turns.TakeAsync(2, "network 9", CancellationToken.None)).Dispose();
        Assert.False(ninth.IsCompleted);
        taken[3].Dispose();

        (await ninth.WaitAsync(Long)).Dispose();
    }

    [Fact]
    public async Task One_network_keeps_no_other_out()
    {
        var turns = new DropTurns(Long);
        var slow = new List<IDisposable>();
        for (var n = 0; n < 4; n++) slow.Add(await turns.TakeAsync(1, "slow", CancellationToken.None));

        var fifth = turns.TakeAsync(1, "slow", CancellationToken.None);
        using var other = await turns.TakeAsync(1, "other", CancellationToken.None).WaitAsync(Long);
        Assert.False(fifth.IsCompleted);
        slow[0].Dispose();
        slow[0].Dispose(); // gives back no other's

        using var granted = await fifth.WaitAsync(Long);
        Assert.False(turns.TakeAsync(1, "slow", CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_and_who_went_away_keeps_no_turn()
    {
        var turns = new DropTurns(TimeSpan.FromMilliseconds(50));
        var taken = new List<IDisposable>();
        for (var n = 0; n < 8; n++) taken.Add(await turns.TakeAsync(1, $"network {n}", CancellationToken.None));
        using var gone = new CancellationTokenSource();
        var left = turns.TakeAsync(1, "a", gone.Token);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        var busy = await Assert.ThrowsAsync<Problem>(() => turns.TakeAsync(1, "b", CancellationToken.None));
        Assert.Equal("link_busy", busy.Code);
        foreach (var turn in taken) turn.Dispose();

        for (var n = 0; n < 8; n++) taken[n] = await turns.TakeAsync(1, $"network {n}", CancellationToken.None);
    }
}
