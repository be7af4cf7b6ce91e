using System.Diagnostics;
using System.Security.Cryptography;

namespace DocMgmt.Benchmarks;

/// <summary>What the machine itself does, measured in the same run.</summary>
internal static class Limits
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    /// <summary>Files of that size created and fsynced, by that many threads, a second.</summary>
    public static async Task<double> DurableCreatesAsync(int threads, int size)
    {
        var folder = Directory.CreateTempSubdirectory("docmgmt-limit-");
        var content = RandomNumberGenerator.GetBytes(size);
        var started = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(() =>
        {
            var count = 0;
            for (; started.Elapsed < Length; count++)
            {
                using var file = new FileStream(Path.Combine(folder.FullName, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            return count;
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var rate = counts.Sum() / started.Elapsed.TotalSeconds;
        folder.Delete(recursive: true);
        return rate;
    }

    /// <summary>MB/s of one core.</summary>
    public static double Sha256(byte[] bytes)
    {
        var started = Stopwatch.GetTimestamp();
        SHA256.HashData(bytes);
        return bytes.Length / 1e6 / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>MB/s of one file written and fsynced.</summary>
    public static double WriteAndFlush(byte[] bytes)
    {
        var path = Path.Combine(Path.GetTempPath(), $"docmgmt-limit-{Guid.NewGuid():N}");
        var started = Stopwatch.GetTimestamp();
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose))
        {
            for (var at = 0; at < bytes.Length; at += 1 << 20) file.Write(bytes, at, Math.Min(1 << 20, bytes.Length - at));
            file.Flush(flushToDisk: true);
        }

        return bytes.Length / 1e6 / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
