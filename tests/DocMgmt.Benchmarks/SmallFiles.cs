using System.Diagnostics;
using System.Security.Cryptography;

namespace DocMgmt.Benchmarks;

/// <summary>Files of 4 KiB, all different, each in a request of its own, by 1 and by 8 connections; beside it, what the disk does without us.</summary>
internal static class SmallFiles
{
    private const int Size = 4_096;
    private const int Batches = 5;
    private static readonly TimeSpan BatchLength = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Client client)
    {
        foreach (var connections in new[] { 1, 8 })
        {
            var folder = await client.CreateFolderAsync($"small {connections}");
            await BatchAsync(client, folder, connections);
            var (rates, latencies) = (new List<double>(), new List<double>());
            for (var i = 0; i < Batches; i++)
            {
                var (rate, batch) = await BatchAsync(client, folder, connections);
                rates.Add(rate);
                latencies.AddRange(batch);
            }

            var limit = await Limits.DurableCreatesAsync(connections, Size);
            rates.Sort();
            latencies.Sort();
            var median = rates[Batches / 2];
            Console.WriteLine($"upload 4 KiB, {connections} connections: {median:n0}/s ({rates[0]:n0}–{rates[^1]:n0}); p50 {At(latencies, 0.5):n2} p95 {At(latencies, 0.95):n2} "
                + $"p99 {At(latencies, 0.99):n2} ms; {median / limit:p0} of the machine's {limit:n0} create+fsync/s");
        }
    }

    private static double At(List<double> sorted, double quantile) => sorted[(int)((sorted.Count - 1) * quantile)];

    private static async Task<(double Rate, List<double> Latencies)> BatchAsync(Client client, long folder, int connections)
    {
        var started = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var latencies = new List<double>();
            while (started.Elapsed < BatchLength)
            {
                var one = Stopwatch.GetTimestamp();
                using var content = new ByteArrayContent(RandomNumberGenerator.GetBytes(Size));
                await client.PutAsync(folder, Guid.NewGuid().ToString("N"), content);
                latencies.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            }

            return latencies;
        })));
        var done = all.SelectMany(l => l).ToList();
        return (done.Count / started.Elapsed.TotalSeconds, done);
    }
}
