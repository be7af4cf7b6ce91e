using DocMgmt.Blobs.FileSystem;

namespace DocMgmt.Tests.Blobs;

public sealed class SharedFlushTests : IDisposable
{
    private readonly SemaphoreSlim begun = new(0), mayEnd = new(0);
    private readonly SharedFlush shared;
    private int flushes;
    private Exception? failure;

    public SharedFlushTests() => shared = new(() =>
    {
        Interlocked.Increment(ref flushes);
        begun.Release();
        if (!mayEnd.Wait(TimeSpan.FromSeconds(30))) throw new TimeoutException("Nobody let the flush end."); // it is synchronous by its nature
        if (failure is not null) throw failure;
    });

    public void Dispose()
    {
        begun.Dispose();
        mayEnd.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task All_who_come_during_a_flush_share_the_next_one()
    {
        var first = Task.Run(shared.FlushAsync);
        await begun.WaitAsync();
        var later = Enumerable.Range(0, 10).Select(_ => shared.FlushAsync()).ToList();

        mayEnd.Release();
        await first;
        await begun.WaitAsync();
        Assert.DoesNotContain(later, task => task.IsCompleted); // the flush that ran when they came is not theirs
        mayEnd.Release();
        await Task.WhenAll(later);

        Assert.Equal(2, flushes);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_after_the_other_each_has_a_flush_of_its_own()
    {
        mayEnd.Release(3);

        for (var i = 0; i < 3; i++) await shared.FlushAsync();

        Assert.Equal(3, flushes);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_flush_fails_for_all_who_share_it_and_for_nobody_else()
    {
        var first = Task.Run(shared.FlushAsync);
        await begun.WaitAsync();
        var sharing = new[] { shared.FlushAsync(), shared.FlushAsync() };
        mayEnd.Release();
        await first;
        await begun.WaitAsync();
        failure = new IOException("EIO");
        mayEnd.Release();

        foreach (var task in sharing) Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => task));

        failure = null;
        mayEnd.Release();
        await shared.FlushAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task No_caller_is_answered_before_a_flush_that_began_after_its_call()
    {
        var (done, durable) = (0, 0);
        var log = new SharedFlush(() =>
        {
            var seen = Volatile.Read(ref done);
            Thread.Yield();
            Volatile.Write(ref durable, seen);
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var mine = Interlocked.Increment(ref done);
                await log.FlushAsync();
                Assert.True(Volatile.Read(ref durable) >= mine);
            }
        })));
    }
}
