using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using DocMgmt.Drive;
using StackExchange.Redis;

namespace DocMgmt.Api.Redis;

/// <summary>
/// The one way to Redis, which nobody has to wait for. Its client gives up on a connection that is gone at once, but waits for one that hangs; so whatever is asked has
/// <see cref="RedisPatience"/>, and who waited in vain says for all others that it is away, until it answers <see cref="ExecuteAsync">one who asks all the time</see>.
/// </summary>
/// <param name="patience">The longest that a request waits for it.</param>
internal sealed partial class RedisLink(ConfigurationOptions options, RedisPatience patience, ILogger<RedisLink> log) : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250), LongestStart = TimeSpan.FromSeconds(2);

    private static readonly Meter Meter = new(DriveMetrics.Name);
    private static readonly Counter<long> Waits = Meter.CreateCounter<long>("docmgmt.redis.unanswered", "{question}", "Questions to Redis that had no answer in time; none is asked while it is away.");

    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<Func<Task>> waiting = [];
    private volatile IDatabase? database;
    private volatile bool answers;
    private volatile bool refuses;
    private long unanswered;

    /// <summary>Whether it answered when it was last asked.</summary>
    public bool Answers => answers;

    /// <summary>How many questions had no answer, since the start; not those that nobody asked because it was away.</summary>
    public long Unanswered => Interlocked.Read(ref unanswered);

    /// <summary>What a setting says, made fit for this: it never keeps a start or a request waiting, and is back soon.</summary>
    /// <exception cref="ArgumentException">It says nothing of the kind.</exception>
    /// <exception cref="FormatException">It names no server, or in another way than the client's.</exception>
    public static ConfigurationOptions Options(string text)
    {
        var options = ConfigurationOptions.Parse(text);
        if (options.EndPoints.Count == 0) throw new FormatException("It names no server.");
        if (options.EndPoints.OfType<DnsEndPoint>().Any(e => Uri.CheckHostName(e.Host) == UriHostNameType.Unknown)) throw new FormatException("It is an address of another kind.");
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
            var value = await answer.WaitAsync(patience.Length);
            refuses = false;
            return (true, value);
        }
        catch (Exception e) // nothing is asked here but Redis, and no failure of it is one of a request
        {
            _ = answer?.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // nobody hears of it any more
            Interlocked.Increment(ref unanswered);
            Waits.Add(1);
            if (e is RedisServerException or RedisCommandException) Refuse(e); // it is there, and loads its data, or its replicas are gone
            else Leave(e);
            return default;
        }
    }

    /// <summary>Has something done all the time while it answers, so also as soon as it is back.</summary>
    public void WhileItAnswers(Func<Task> tell) => waiting.Add(tell);

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
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends: nobody else cancels anything.
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
            catch (Exception e)
            {
                LogAway(Why(e));
                asked.TrySetResult();
                await Task.Delay(LongestStart, ct);
            }
        }
    }

    private async Task LookAsync(IDatabase database)
    {
        try
        {
            await database.PingAsync().WaitAsync(patience.Length);
            if (!answers) LogThere();
            answers = true;
            foreach (var tell in waiting) await tell();
        }
        catch (Exception e)
        {
            if (!asked.Task.IsCompleted) LogAway(Why(e));
            else Leave(e);
        }
    }

    private void Leave(Exception e)
    {
        if (!answers) return;
        answers = false;
        LogAway(Why(e));
    }

    private void Refuse(Exception e)
    {
        if (refuses) return;
        refuses = true;
        LogRefused(Why(e));
    }

    // Not its message: that has what stands in the setting, which may be mistyped.
    private static string Why(Exception e) => e is RedisConnectionException told ? $"{told.FailureType}" : e.GetType().Name;

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers")]
    private partial void LogThere();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away; until it answers, this node counts by itself: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis answers, and refuses what it is asked; until it does not, this node counts by itself: {Why}")]
    private partial void LogRefused(string why);
}
