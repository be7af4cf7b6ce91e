namespace DocMgmt.Soak.Load;

/// <summary>The way of files through the trash and out of it.</summary>
internal static class Removing
{
    private const int MostChosen = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static Task TrashAsync(Actor actor) => MoveAsync(actor, "trash", Place.Folder, HttpMethod.Delete, "/v1/items/{0}", Place.Trash);

    public static Task RestoreAsync(Actor actor) => MoveAsync(actor, "restore", Place.Trash, HttpMethod.Post, "/v1/trash/{0}/restore", Place.Folder, "409 item_name_taken");

    public static Task PurgeAsync(Actor actor) => MoveAsync(actor, "purge", Place.Trash, HttpMethod.Delete, "/v1/trash/{0}", Place.Nowhere);

    /// <summary>By two at once, of whom one at least is told that it is gone.</summary>
    public static async Task PurgeTwiceAsync(Actor actor)
    {
        if (actor.World.Ledger.Take(Place.Trash) is not { } file) return;
        file.Begin();
        Task<Answer> OnceAsync() => actor.AskAsync("purge twice", file.Owner, HttpMethod.Delete, $"/v1/trash/{file.Id}", refusals: "404 not_found");
        var answers = await Task.WhenAll(OnceAsync(), OnceAsync());
        if (answers.All(a => a.Status == 404)) actor.World.Findings.Add($"purge twice: neither found {file}");
        file.End(answers.FirstOrDefault(a => a.Done) ?? answers.First(a => a.IsOpen || a == answers[^1]), default(FileState));
        actor.World.Ledger.Put(file, actor.Random);
    }

    /// <summary>Several of one owner, by a job, whose end is waited for.</summary>
    public static async Task PurgeChosenAsync(Actor actor)
    {
        var ledger = actor.World.Ledger;
        if (ledger.Take(Place.Trash) is not { } first) return;
        var files = new List<TrackedFile> { first };
        while (files.Count < MostChosen && ledger.Take(Place.Trash) is { } next)
        {
            if (next.Owner == first.Owner)
            {
                files.Add(next);
                continue;
            }

            ledger.Put(next, actor.Random);
            break;
        }

        files.ForEach(f => f.Begin());
        var answer = await actor.AskAsync("purge chosen", first.Owner, HttpMethod.Post, "/v1/trash/purge", new { item_ids = files.ConvertAll(f => f.Id) }, refusals: "409 too_many_jobs");
        if (answer.Done) answer = await EndOfJobAsync(actor, first.Owner, answer.Id, files.Count);
        foreach (var file in files)
        {
            file.End(answer, default(FileState));
            ledger.Put(file, actor.Random);
        }
    }

    /// <summary>Its last answer; <see cref="Answer.None"/> when the service went away before.</summary>
    private static async Task<Answer> EndOfJobAsync(Actor actor, Somebody owner, long job, int files)
    {
        for (; ; await Task.Delay(Look))
        {
            var answer = await owner.SendAsync(HttpMethod.Get, $"/v1/jobs/{job}");
            if (answer.Done && answer.Text("state") is "queued" or "running") continue;
            if (answer.Done && answer.Text("state") == "succeeded" && answer.Long("done") == files) return answer;
            if (answer is { Status: 503, RetryAfter: true }) continue;
            if (!actor.World.IsDisturbed && !actor.World.IsExpected(answer)) actor.World.Findings.Add($"purge chosen: job {job} of {files} came to {answer.Body}");
            return Answer.None;
        }
    }

    /// <summary>To the trash, and out of it for good.</summary>
    public static async Task DeleteAsync(Actor actor)
    {
        if (actor.World.Ledger.Take(Place.Folder) is not { } file) return;
        await MoveAsync(actor, file, "trash", HttpMethod.Delete, "/v1/items/{0}", Place.Trash);
        if (file.Certain?.Place == Place.Trash) await MoveAsync(actor, file, "purge", HttpMethod.Delete, "/v1/trash/{0}", Place.Nowhere);
        actor.World.Ledger.Put(file, actor.Random);
    }

    private static async Task MoveAsync(Actor actor, string kind, Place from, HttpMethod method, string path, Place to, params string[] refusals)
    {
        if (actor.World.Ledger.Take(from) is not { } file) return;
        await MoveAsync(actor, file, kind, method, path, to, refusals);
        actor.World.Ledger.Put(file, actor.Random);
    }

    private static async Task MoveAsync(Actor actor, TrackedFile file, string kind, HttpMethod method, string path, Place to, params string[] refusals)
    {
        var after = file.State.In(to);
        file.Begin();
        file.End(await actor.AskAsync(kind, file.Owner, method, string.Format(null, path, file.Id), refusals: refusals), after);
    }
}
