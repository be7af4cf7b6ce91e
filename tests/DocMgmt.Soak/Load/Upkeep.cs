using DocMgmt.Soak.Service;
using Npgsql;

namespace DocMgmt.Soak.Load;

/// <summary>Has the service's jobs run, and lets the time pass that they wait for.</summary>
internal sealed class Upkeep(Somebody administrator, PrivateDatabase database, string storeDirectory, World world)
{
    private static readonly string[] Jobs = ["trash-expiry", "stale-uploads", "expired-grants", "blob-sweep", "integrity-scrub"];

    /// <summary>One after the other, over and over.</summary>
    public async Task RunAsync(TimeSpan pause, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var job in Jobs) await RunJobAsync(job);
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
    public async Task ClearAsync()
    {
        await database.LetUploadsExpireAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(storeDirectory, "staging"))) File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddDays(-1));
        foreach (var job in Jobs) await RunJobAsync(job);
        await database.LetDeletionsFallDueAsync();
        await RunJobAsync("blob-sweep");
    }

    private async Task RunJobAsync(string job)
    {
        var answer = await administrator.SendAsync(HttpMethod.Post, $"/v1/admin/jobs/{job}/run", new { });
        world.Tally.Note(job, answer);
        if (!answer.Done && !world.IsExpected(answer)) world.Findings.Add($"{job} was answered {answer}");
    }
}
