using System.Diagnostics;

namespace DocMgmt.Api.Embedded;

/// <summary>
/// What an earlier server of a cluster left. PostgreSQL itself believes any living process that has the pid of <c>postmaster.pid</c> to be
/// it: a zombie, or a stranger with a reused number. Here a server is a process named postgres that works in a folder with this very pid file.
/// </summary>
internal static class PreviousServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until no process of an earlier server is left, then removes its pid file.</summary>
    /// <exception cref="EmbeddedPostgresException">One is still there after 30 s.</exception>
    public static async Task WaitUntilGoneAsync(string cluster, CancellationToken ct)
    {
        var pidFile = Path.Join(cluster, "postmaster.pid");
        for (var watch = Stopwatch.StartNew(); Pids(cluster, Read(pidFile)) is { Count: > 0 } pids; await Task.Delay(Pause, ct))
        {
            if (watch.Elapsed > Patience)
            {
                throw new EmbeddedPostgresException($"An earlier PostgreSQL server of {cluster} (process {string.Join(", ", pids)}) has not ended "
                    + $"within {Patience.TotalSeconds} s: stop it with kill -INT {pids[0]}, then start again.");
            }
        }

        File.Delete(pidFile); // an absent one is no error
    }

    /// <summary>Those that have this very pid file or, since it goes before they do and their shared memory, that work in the cluster's folder.</summary>
    private static List<int> Pids(string cluster, string? content)
    {
        var folder = Target(cluster) ?? Path.GetFullPath(cluster);
        return
        [
            .. from process in Directory.EnumerateDirectories("/proc")
               let pid = int.TryParse(Path.GetFileName(process), out var number) ? number : 0
               where pid > 0 && Read($"/proc/{pid}/comm") == "postgres\n"
               where (content is not null && Read($"/proc/{pid}/cwd/postmaster.pid") == content) || Target($"/proc/{pid}/cwd") == folder
               orderby pid
               select pid,
        ];
    }

    private static string? Target(string link)
    {
        try
        {
            return Directory.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Processes and pid files go while they are looked at; a zombie has no folder; a stranger's is closed.
            return null;
        }
    }
}
