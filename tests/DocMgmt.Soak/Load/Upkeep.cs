using DocMgmt.Soak.Service;
using Npgsql;

namespace DocMgmt.Soak.Load;

/// <summary>Has the service's jobs run, and lets the time pass that they wait for.</summary>
internal sealed class Upkeep(Somebody administrator, PrivateDatabase database, IStoreView store, World world)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Jobs = ["trash-expiry", "stale-uploads", "expired-grants", "blob-sweep", "integrity-scrub"];

    /// <summary>One after the other, over and over.</summary>
    public async Task RunAsync(TimeSpan pause, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var job in Jobs) await RunJobAsync(job);
            await ExamineAsync(deep: false);
            try
            {
                world.Tally.Note("contents ended", await database.LetDeletionsFallDueAsync());
            }
            catch (Exception e) when (world.IsDisturbed && e is NpgsqlException or IOException)
            {
                // It was struck.
            }

            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Clears all that may be cleared, when no upload is under way.</summary>
    /// <returns>Whether that is all that there was.</returns>
    public async Task<bool> ClearAsync()
    {
        await database.LetUploadsExpireAsync();
        var isAll = store.AgeStaged();
        foreach (var job in Jobs) await RunJobAsync(job);
        await database.LetDeletionsFallDueAsync();
        await RunJobAsync("blob-sweep");
        return isAll;
    }

    /// <summary>Nothing that a healthy service does, and no crash, may make the doctor find something.</summary>
    public async Task ExamineAsync(bool deep)
    {
        var answer = await AskAsync("doctor", HttpMethod.Get, $"/v1/admin/doctor?deep={deep}");
        if (answer.Done) world.Findings.AddRange(answer.Body.GetProperty("findings").EnumerateArray().Select(f => $"doctor: {f}"));
    }

    // To its end: after a crash the schedule waits until the other node is given up, which takes longer than an answer does.
    private async Task RunJobAsync(string job)
    {
        var answer = await AskAsync(job, HttpMethod.Post, $"/v1/admin/jobs/{job}/run", new { all = true });
        if (!answer.Done) return;
        for (var path = $"/v1/jobs/{answer.Id}"; answer.Done && answer.Text("state") is "queued" or "running"; await Task.Delay(Look))
            answer = await administrator.SendAsync(HttpMethod.Get, path);
        if (answer.Done ? answer.Text("state") != "succeeded" && !world.IsDisturbed : !world.IsExpected(answer)) world.Findings.Add($"{job} came to {answer.Body}");
    }

    private async Task<Answer> AskAsync(string kind, HttpMethod method, string path, object? body = null)
    {
        var answer = await administrator.SendAsync(method, path, body);
        world.Tally.Note(kind, answer);
        if (!answer.Done && !world.IsExpected(answer)) world.Findings.Add($"{kind} was answered {answer}");
        return answer;
    }
}
