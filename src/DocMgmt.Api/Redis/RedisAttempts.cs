using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using DocMgmt.Drive.Users;
using StackExchange.Redis;

namespace DocMgmt.Api.Redis;

/// <summary>
/// Failures and attempts in Redis: of each key three sorted sets, of failures by their time, of attempts in the order in which they came, and of the same attempts by when they are taken for
/// given up, since a node that died gives no place back. Those who came first have the places that failures leave. Keys are told by their hashes: some hold what a password's hash is.
/// </summary>
internal sealed class RedisAttempts : ISharedAttempts
{
    /// <summary>Of what Redis is told when it is back, at the most: a node that is being guessed at for hours has a limit, too.</summary>
    private const int MostOwed = 10_000;

    /// <summary>Longer than one that waits says nothing.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    /// <summary>Longer than an attempt is judged.</summary>
    private static readonly TimeSpan LongestJudgement = TimeSpan.FromSeconds(30);

    // All at once, so nobody comes between the look and the step. Failures have the asking node's time, as in its own count; who is given up is told by Redis' clock, which all
    // nodes share. Answers how many milliseconds the keys are refused, 0 entered, -1 not yet.
    private const string Script = """
        local now, length, most, judged, silent, attempt, deed = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6], ARGV[7]
        local time = redis.call('TIME')
        local clock = time[1] * 1000 + math.floor(time[2] / 1000)
        local refused, left = 0, {}
        for i = 1, #KEYS, 3 do
            local failures, order, alive = KEYS[i], KEYS[i + 1], KEYS[i + 2]
            redis.call('ZREMRANGEBYSCORE', failures, '-inf', now - length)
            for _, gone in ipairs(redis.call('ZRANGEBYSCORE', alive, '-inf', clock)) do
                redis.call('ZREM', order, gone)
                redis.call('ZREM', alive, gone)
            end
            local more = redis.call('ZCARD', failures) - most
            left[i] = 0 - more
            if more >= 0 then refused = math.max(refused, tonumber(redis.call('ZRANGE', failures, more, more, 'WITHSCORES')[2]) + length - now, 1) end
        end
        if deed ~= 'enter' or refused > 0 then
            for i = 1, #KEYS, 3 do
                redis.call('ZREM', KEYS[i + 1], attempt)
                redis.call('ZREM', KEYS[i + 2], attempt)
                if deed == 'failed' then
                    redis.call('ZADD', KEYS[i], now, attempt)
                    redis.call('PEXPIRE', KEYS[i], length)
                end
            end
            return refused
        end
        local waits = false
        for i = 1, #KEYS, 3 do
            local last = redis.call('ZRANGE', KEYS[i + 1], -1, -1, 'WITHSCORES')[2]
            redis.call('ZADD', KEYS[i + 1], 'NX', last and last + 1 or 1, attempt)
            if redis.call('ZRANK', KEYS[i + 1], attempt) >= left[i] then waits = true end
        end
        for i = 1, #KEYS, 3 do
            redis.call('ZADD', KEYS[i + 2], clock + (waits and silent or judged), attempt)
            redis.call('PEXPIRE', KEYS[i + 1], judged)
            redis.call('PEXPIRE', KEYS[i + 2], judged)
        end
        return waits and -1 or 0
        """;

    private readonly RedisLink redis;
    private readonly TimeProvider clock;
    private readonly TimeSpan judgement;
    private readonly int mostOwed;
    private readonly ConcurrentDictionary<string, bool> asked = new(StringComparer.Ordinal); // attempts that Redis may know of
    private readonly ConcurrentQueue<Verdict> owed = new();

    /// <param name="judgement">How long an attempt is judged at the most; half a minute unless said.</param>
    /// <param name="mostOwed">How many ends of attempts are kept for Redis while it is away.</param>
    public RedisAttempts(RedisLink redis, TimeProvider clock, TimeSpan? judgement = null, int mostOwed = MostOwed)
    {
        (this.redis, this.clock, this.judgement, this.mostOwed) = (redis, clock, judgement ?? LongestJudgement, mostOwed);
        redis.WhileItAnswers(TellOwedAsync);
    }

    /// <summary>An attempt that is over.</summary>
    private sealed record Verdict(IReadOnlyList<string> Keys, string Attempt, DateTimeOffset At, bool Failed);

    public async Task<SharedVerdict?> EnterAsync(IReadOnlyList<string> keys, string attempt, DateTimeOffset now)
    {
        var (isKnown, answer) = await redis.AskAsync(to =>
        {
            asked[attempt] = true;
            return EvaluateAsync(to, keys, attempt, now, "enter");
        });
        if (!isKnown) return null; // it may take the places yet: they are given back in any case
        return (long)answer! is var wait && wait > 0 ? new(false, TimeSpan.FromMilliseconds(wait)) : new(wait == 0, null);
    }

    public void Leave(IReadOnlyList<string> keys, string attempt, DateTimeOffset now, bool failed)
    {
        if (asked.TryRemove(attempt, out _) || failed) _ = TellOrOweAsync(new(keys, attempt, now, failed));
    }

    // The oldest ones count for the shortest.
    private async Task TellOrOweAsync(Verdict verdict)
    {
        if (await TellAsync(verdict)) return;
        while (owed.Count >= mostOwed && owed.TryDequeue(out _))
        {
        }

        owed.Enqueue(verdict);
    }

    // Told twice, it is the same.
    private async Task<bool> TellAsync(Verdict v) => (await redis.AskAsync(to => EvaluateAsync(to, v.Keys, v.Attempt, v.At, v.Failed ? "failed" : "good"))).IsKnown;

    private async Task TellOwedAsync()
    {
        for (var left = owed.Count; left > 0 && owed.TryDequeue(out var verdict); left--)
        {
            if (clock.GetUtcNow() - verdict.At >= Throttle.Length || await TellAsync(verdict)) continue; // forgotten by now, or told
            owed.Enqueue(verdict);
            return;
        }
    }

    private Task<RedisResult> EvaluateAsync(IDatabase to, IReadOnlyList<string> keys, string attempt, DateTimeOffset now, string deed) => to.ScriptEvaluateAsync(
        Script, [.. keys.SelectMany(Names)],
        [now.ToUnixTimeMilliseconds(), (long)Throttle.Length.TotalMilliseconds, Throttle.MaxFailures, (long)judgement.TotalMilliseconds, (long)LongestSilence.TotalMilliseconds, attempt, deed]);

    private static IEnumerable<RedisKey> Names(string key)
    {
        var name = $"docmgmt:attempts:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
        return [$"{name}:failed", $"{name}:came", $"{name}:alive"];
    }
}
