using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Resumable;

namespace DocMgmt.Tests.Resumable;

/// <summary>Whose turn it is to send to an upload.</summary>
public class ResumableTurnsTests
{
    private readonly ResumableTurns turns = new();
    private readonly Guid upload = Guid.NewGuid();

    [Fact]
    public async Task The_newest_ends_the_one_before_and_waits_for_its_end()
    {
        var first = await turns.TakeAsync(upload, default);
        var second = turns.TakeAsync(upload, default);

        Assert.True(first.Token.IsCancellationRequested && first.IsTakenOver);
        Assert.False(second.IsCompleted);
        first.Dispose();
        using var taken = await second;
        Assert.False(taken.Token.IsCancellationRequested || taken.IsTakenOver);
    }

    /// <summary>Whoever waited before another came gives way to it, too.</summary>
    [Fact]
    public async Task Of_many_who_wait_the_newest_has_it()
    {
        var first = await turns.TakeAsync(upload, default);
        var waiting = Enumerable.Range(0, 8).Select(_ => turns.TakeAsync(upload, default)).ToList();

        first.Dispose();

        using var taken = await waiting[^1];
        foreach (var older in waiting.SkipLast(1)) Assert.Equal("upload_taken_over", (await Assert.ThrowsAsync<Problem>(() => older)).Code);
        Assert.False(taken.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Nobody_ends_what_is_brought_to_its_end()
    {
        using var first = await turns.TakeAsync(upload, default);
        first.BringToEnd();

        Assert.Equal("upload_busy", (await Assert.ThrowsAsync<Problem>(() => turns.TakeAsync(upload, default))).Code);
        Assert.False(first.Token.IsCancellationRequested);
        (await turns.TakeAsync(Guid.NewGuid(), default)).Dispose(); // another upload is nobody's business
    }

    [Fact]
    public async Task Whoever_waits_too_long_is_told_so_and_is_in_nobodys_way()
    {
        var all = new ResumableTurns(TimeSpan.FromMilliseconds(50));
        var first = await all.TakeAsync(upload, default);

        Assert.Equal("upload_busy", (await Assert.ThrowsAsync<Problem>(() => all.TakeAsync(upload, default))).Code);
        using var gone = new CancellationTokenSource();
        var leaving = all.TakeAsync(upload, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);

        first.Dispose();
        (await all.TakeAsync(upload, default)).Dispose();
    }
}
