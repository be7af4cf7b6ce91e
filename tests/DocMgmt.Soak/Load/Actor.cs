namespace DocMgmt.Soak.Load;

/// <summary>One of many who do something at random, all the time, and judge the answers.</summary>
internal sealed class Actor(Somebody me, World world, int seed)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(2);
    private bool asked;

    public Somebody Me => me;
    public World World => world;
    public Random Random { get; } = new(seed);

    public async Task RunAsync(IReadOnlyList<Deed> deeds, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            asked = false;
            await Deed.Choose(deeds, Random).DoAsync(this);
            if (!asked) await Task.Delay(Idle, CancellationToken.None); // nothing to do it with
        }
    }

    /// <summary>Asks, counts, and finds fault with what ought never to be answered.</summary>
    /// <param name="refusals">As <see cref="Answer.ToString"/> has them: those that are all right beside 503 with Retry-After.</param>
    public async Task<Answer> AskAsync(string kind, Somebody who, HttpMethod method, string path, object? body = null, string? range = null, params string[] refusals)
    {
        asked = true;
        var answer = await who.SendAsync(method, path, body, range);
        world.Tally.Note(kind, answer);
        if (answer.Status == 0) await Task.Delay(Idle);
        if (!answer.Done && !IsRefusal(answer) && !refusals.Contains(answer.ToString()) && !world.IsExpected(answer))
            world.Findings.Add($"{kind}: {method} {path} was answered {answer}");
        return answer;
    }

    private static bool IsRefusal(Answer answer) => answer is { Status: 503, RetryAfter: true };
}
