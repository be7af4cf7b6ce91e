using System.Diagnostics;

namespace DocMgmt.Benchmarks;

/// <summary>
/// What a visitor's way costs beside a user's: downloads of one small file by both, by turns, by 1 and by 16 connections; of one link, whose row all of them count
/// in, and of a link each.
/// </summary>
internal static class Links
{
    private const int Rounds = 3, Connections = 16;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Client client)
    {
        var folder = await client.CreateFolderAsync("shared");
        using var content = new ByteArrayContent(new byte[4_096]);
        var file = await client.PutAsync(folder, "f.bin", content);
        var links = new List<string>();
        for (var n = 0; n < Connections; n++)
            links.Add((await client.SendAsync(HttpMethod.Post, $"/v1/items/{file}/share-links", new { })).GetProperty("token").GetString()!);
        using var visitor = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { BaseAddress = client.Http.BaseAddress };

        foreach (var connections in new[] { 1, Connections })
        {
            var ways = new (string What, Func<int, Task<HttpResponseMessage>> Ask)[]
            {
                ("signed in", _ => client.Http.GetAsync(new Uri($"/v1/files/{file}/download", UriKind.Relative))),
                ("by one link", _ => visitor.GetAsync(new Uri($"/shared/{links[0]}/download", UriKind.Relative))),
                ("by a link each", n => visitor.GetAsync(new Uri($"/shared/{links[n]}/download", UriKind.Relative))),
            };
            var rates = ways.Select(_ => new List<double>()).ToList();
            foreach (var (_, ask) in ways) await RateAsync(1, TimeSpan.FromSeconds(0.5), ask); // warm
            for (var round = 0; round < Rounds; round++)
            {
                for (var way = 0; way < ways.Length; way++) rates[way].Add(await RateAsync(connections, Length, ways[way].Ask));
            }

            var medians = rates.Select(r => r.Order().ElementAt(Rounds / 2)).ToList();
            Console.WriteLine($"downloads of 4 KiB by {connections}: " + string.Join(", ", ways.Select((w, n) => $"{w.What} {medians[n]:n0} a second ({medians[n] / medians[0]:n2})")));
        }
    }

    private static async Task<double> RateAsync(int connections, TimeSpan length, Func<int, Task<HttpResponseMessage>> ask)
    {
        var (begun, done) = (Stopwatch.GetTimestamp(), 0L);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async n =>
        {
            while (Stopwatch.GetElapsedTime(begun) < length)
            {
                using var response = await ask(n);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
                Interlocked.Increment(ref done);
            }
        }));
        return done / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
