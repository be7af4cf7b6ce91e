using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DocMgmt.Drive;
using StackExchange.Redis;

namespace DocMgmt.Api.Redis;

/// <summary>
/// The one way to Redis, which nobody has to wait for. Its client gives up on a connection that is gone at once, but waits for one that hangs; so whatever is asked has
/// <see cref="Patience"/>, and who waited in vain says for all others that it is away, until it answers <see cref="ExecuteAsync">one who asks all the time</see>.
/// </summary>
internal sealed partial class RedisLink(ConfigurationOptions options, ILogger<RedisLink> log) : BackgroundService
{
    /// <summary>The longest that a request waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250), LongestStart = TimeSpan.FromSeconds(2);

    private static readonly Meter Meter = new(DriveMetrics.Name);
    private static readonly Counter<long> Waits = Meter.CreateCounter<long>("docmgmt.redis.unanswered", "{question}", "Questions to Redis that had no answer in time; none is asked while it is away.");

    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<Func<Task>> waiting = [];
    private volatile IDatabase? database;
    private volatile bool answers;
    private long unanswered;

    /// <summary>Whether it answered when it was last asked.</summary>
    public bool Answers => answers;

    /// <summary>How many questions had no answer, since the start; not those that nobody asked because it was away.</summary>
    public long Unanswered => Interlocked.Read(ref unanswered);

    /// <summary>What a setting says, made fit for this: it never keeps a start or a request waiting, and is back soon.</summary>
    /// <exception cref="ArgumentException">It says nothing of the kind.</exception>
    /// <exception cref="FormatException">It names no server.</exception>
    public static ConfigurationOptions Options(string text)
    {
        var options = ConfigurationOptions.Parse(text);
        if (options.EndPoints.Count == 0) throw new FormatException("it names no server");
        (options.AbortOnConnectFail, options.ClientName, options.BacklogPolicy) = (false, "docmgmt", BacklogPolicy.FailFast);
        (options.ConnectTimeout, options.ConnectRetry, options.KeepAlive) = (1_000, 1, 5);
        (options.ReconnectRetryPolicy, options.HeartbeatInterval) = (new LinearRetry(250), AskEvery);
        return options;
    }

    /// <summary>Asks it something.</summary>
    /// <returns>False when nobody knows the answer. What was asked may then have happened, or may yet happen.</returns>
    public async Task<(bool IsKnown, T? Value)> AskAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        if (!answers || database is not { } to) return default;
        Task<T>? answer = null;
        try
        {
            answer = ask(to);
            return (true, await answer.WaitAsync(Patience));
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or TaskCanceledException)
        {
            _ = answer?.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // nobody hears of it any more
            Interlocked.Increment(ref unanswered);
            Waits.Add(1);
            if (e is RedisServerException) LogRefused(e); // it is there, and has no room, or loads its data
            else if (answers)
            {
                answers = false;
                LogAway(e.Message);
            }

            return default;
        }
    }

    /// <summary>Has something done whenever it answers again.</summary>
    public void WhenItReturns(Func<Task> tell) => waiting.Add(tell);

    /// <summary>Asked something before the first request comes, if it is there.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await Task.WhenAny(asked.Task, Task.Delay(LongestStart, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var connection = await ConnectAsync(stoppingToken);
            database = connection.GetDatabase();
            using var timer = new PeriodicTimer(AskEvery);
            do
            {
                await LookAsync(database);
                asked.TrySetResult();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
        finally
        {
            answers = false;
        }
    }

    // Without a server it is a connection, too, which comes to life by itself; but not without a name to look up, for one.
    private async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync(options);
            }
            catch (RedisException e)
            {
                LogAway(e.Message);
                await Task.Delay(LongestStart, ct);
            }
        }
    }

    private async Task LookAsync(IDatabase database)
    {
        try
        {
            await database.PingAsync().WaitAsync(Patience);
            if (answers) return;
            answers = true;
            LogThere();
            foreach (var tell in waiting) await tell();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            if (!answers && asked.Task.IsCompleted) return;
            answers = false;
            LogAway(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers")]
    private partial void LogThere();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away; until it answers, this node counts by itself: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis refused what it was asked")]
    private partial void LogRefused(Exception e);
}
