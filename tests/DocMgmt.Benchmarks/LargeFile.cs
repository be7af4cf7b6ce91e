using System.Diagnostics;
using System.Security.Cryptography;

namespace DocMgmt.Benchmarks;

/// <summary>One file of 256 MiB, up and down; beside it, one core's SHA-256 and the disk.</summary>
internal static class LargeFile
{
    private const int Megabytes = 256;
    private const int Rounds = 5;

    public static async Task RunAsync(Client client)
    {
        var bytes = RandomNumberGenerator.GetBytes(Megabytes << 20);
        var folder = await client.CreateFolderAsync("large");
        var (up, down) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            RandomNumberGenerator.Fill(bytes.AsSpan(0, 64)); // another content each time
            var started = Stopwatch.GetTimestamp();
            using var content = new ByteArrayContent(bytes);
            var id = await client.PutAsync(folder, $"large {round}", content);
            var uploaded = Stopwatch.GetTimestamp();
            await DownloadAsync(client, id);
            if (round == 0) continue;
            up.Add(Rate(Stopwatch.GetElapsedTime(started, uploaded)));
            down.Add(Rate(Stopwatch.GetElapsedTime(uploaded)));
        }

        var (sha, disk) = (Limits.Sha256(bytes), Limits.WriteAndFlush(bytes));
        up.Sort();
        down.Sort();
        Console.WriteLine($"upload {Megabytes} MiB: {up[Rounds / 2]:n0} MB/s ({up[0]:n0}–{up[^1]:n0}); {up[Rounds / 2] / Math.Min(sha, disk):p0} of the slower of SHA-256 {sha:n0} and write+fsync {disk:n0}");
        Console.WriteLine($"download {Megabytes} MiB: {down[Rounds / 2]:n0} MB/s ({down[0]:n0}–{down[^1]:n0})");
    }

    private static async Task DownloadAsync(Client client, long id)
    {
        using var response = await client.Http.GetAsync(new Uri($"/v1/files/{id}/download", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 18];
        long total = 0;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;) total += read;
        if (total != (long)Megabytes << 20) throw new InvalidOperationException($"{total} bytes came.");
    }

    private static double Rate(TimeSpan elapsed) => (Megabytes << 20) / 1e6 / elapsed.TotalSeconds;
}
