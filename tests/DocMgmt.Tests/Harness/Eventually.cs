namespace DocMgmt.Tests.Harness;

/// <summary>Waits for what happens on its own, at most ten seconds.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public static Task IsTrueAsync(Func<bool> condition) => IsTrueAsync(() => Task.FromResult(condition()));

    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Limit;
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "It did not happen in time.");
            await Task.Delay(Step);
        }
    }

    /// <summary>Waits until that many of the service's connections wait for a lock; for that of a month that is made for the audit log nobody of a test waits.</summary>
    public static Task WaitForLockAsync(TestService service, long count = 1) => IsTrueAsync(async () => await service.ScalarAsync<long>(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid NOT IN (SELECT pid FROM pg_locks WHERE NOT granted AND relation = to_regclass('events_default'))
        """) >= count);
}
