using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace DocMgmt.Benchmarks;

/// <summary>
/// The same files on a folder and on an S3 server in memory, through the service and past it, by turns. Only what is between client, service and store
/// is compared: the folder's files are durable, the bucket's lie in memory, and all of them have the same two cores.
/// </summary>
internal static class S3Transfers
{
    private const int Small = 4_096, Large = 256 << 20, Rounds = 3, Connections = 8, PartsAtOnce = 4;
    private static readonly TimeSpan BatchLength = TimeSpan.FromSeconds(2);
    private static readonly HttpClient Store = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false });

    private sealed record Way(string Name, Client Client, bool Straight);

    public static async Task RunAsync(MeasuredService files)
    {
        using var server = await S3Server.StartAsync(Path.GetFullPath("scripts/s3-rgw.sh"));
        await using var direct = await files.StartAnotherAsync(S3Server.Settings());
        await using var proxied = await files.StartAnotherAsync([.. S3Server.Settings(), "Uploads__Mode=Proxy", "Downloads__Mode=Proxy"]);
        Way[] ways = [new("files", files.Client, false), new("S3 through the service", proxied.Client, false), new("S3 past it", direct.Client, true)];

        await CompareAsync(ways, "upload 256 MiB, MB/s", Rounds, async (way, folder) =>
        {
            var content = RandomNumberGenerator.GetBytes(Large);
            var begun = Stopwatch.GetTimestamp();
            await UploadAsync(way, folder, content);
            return Large / 1e6 / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        });
        var ids = new Dictionary<Way, long>();
        foreach (var way in ways) ids[way] = await UploadAsync(way, await way.Client.CreateFolderAsync("down"), RandomNumberGenerator.GetBytes(Large));
        await CompareAsync(ways, "download 256 MiB, MB/s", Rounds, async (way, _) =>
        {
            var begun = Stopwatch.GetTimestamp();
            await DownloadAsync(way, ids[way], Large);
            return Large / 1e6 / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        });
        await CompareAsync(ways, $"upload 4 KiB by {Connections}, a second", Rounds, (way, folder) => RateAsync(() => UploadAsync(way, folder, RandomNumberGenerator.GetBytes(Small))));
        foreach (var way in ways) ids[way] = await UploadAsync(way, await way.Client.CreateFolderAsync("small down"), RandomNumberGenerator.GetBytes(Small));
        await CompareAsync(ways, $"download 4 KiB by {Connections}, a second", Rounds, (way, _) => RateAsync(() => DownloadAsync(way, ids[way], Small)));
        await StoreAloneAsync(direct.Client);
        Console.WriteLine($"memory at its peak: files {files.PeakMegabytes:n0} MB, S3 through the service {proxied.PeakMegabytes:n0} MB, S3 past it {direct.PeakMegabytes:n0} MB");
    }

    /// <summary>What the store takes when nobody asks for more than that.</summary>
    private static async Task StoreAloneAsync(Client client)
    {
        var content = RandomNumberGenerator.GetBytes(Large);
        var large = await AnnounceAsync(client, null, content, announces: false);
        var begun = Stopwatch.GetTimestamp();
        await SendPartsAsync(large.GetProperty("parts"), content);
        var rate = Large / 1e6 / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var small = await AnnounceAsync(client, null, content[..Small], announces: false);
        var puts = await RateAsync(() => SendAsync(small.GetProperty("upload_url"), small.GetProperty("upload_headers"), content.AsMemory(0, Small)));
        Console.WriteLine($"the S3 server alone: {rate:n0} MB/s of 256 MiB in {PartsAtOnce} parts at once, {puts:n0} PUTs of 4 KiB a second by {Connections}");
    }

    private static Task<JsonElement> AnnounceAsync(Client client, long? folder, byte[] content, bool announces) => client.SendAsync(HttpMethod.Post, "/v1/files/upload/initiate", new
    {
        item_name = Guid.NewGuid().ToString("N"), parent_id = folder, size_bytes = content.Length,
        checksum = announces ? Convert.ToHexStringLower(SHA256.HashData(content)) : null, // the client's work too, as a browser's
    });

    private static async Task CompareAsync(Way[] ways, string what, int rounds, Func<Way, long, Task<double>> measure)
    {
        var rates = ways.ToDictionary(w => w, _ => new List<double>());
        var folders = new Dictionary<Way, long>();
        foreach (var way in ways)
        {
            folders[way] = await way.Client.CreateFolderAsync(Guid.NewGuid().ToString("N"));
            await measure(way, folders[way]);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var way in ways) rates[way].Add(await measure(way, folders[way]));
        }

        var first = Median(rates[ways[0]]);
        Console.WriteLine($"{what}: {string.Join(", ", ways.Select(w => $"{w.Name} {Median(rates[w]):n0} ({rates[w].Min():n0}–{rates[w].Max():n0}, {Median(rates[w]) / first:n2})"))}");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<double> RateAsync(Func<Task> one)
    {
        var (begun, done) = (Stopwatch.GetTimestamp(), 0L);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begun) < BatchLength)
            {
                await one();
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>Answers the item's id.</summary>
    private static async Task<long> UploadAsync(Way way, long folder, byte[] content)
    {
        if (!way.Straight)
        {
            using var body = new ByteArrayContent(content);
            return await way.Client.PutAsync(folder, Guid.NewGuid().ToString("N"), body);
        }

        var announced = await AnnounceAsync(way.Client, folder, content, announces: true);
        var parts = announced.GetProperty("parts") is { ValueKind: JsonValueKind.Array } several ? await SendPartsAsync(several, content) : null;
        if (parts is null) await SendAsync(announced.GetProperty("upload_url"), announced.GetProperty("upload_headers"), content);
        var version = await way.Client.SendAsync(HttpMethod.Post, "/v1/files/upload/complete", new { version_id = announced.GetProperty("version_id").GetInt64(), parts });
        return version.GetProperty("item_id").GetInt64();
    }

    private static async Task<object[]> SendPartsAsync(JsonElement parts, byte[] content)
    {
        var (sent, at) = (new object[parts.GetArrayLength()], 0L);
        var begins = parts.EnumerateArray().Select((part, n) => (Part: part, Index: n, At: (at += part.GetProperty("size").GetInt64()) - part.GetProperty("size").GetInt64())).ToList();
        await Parallel.ForEachAsync(begins, new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce }, async (p, _) =>
        {
            var etag = await SendAsync(p.Part.GetProperty("url"), default, content.AsMemory((int)p.At, p.Part.GetProperty("size").GetInt32()));
            sent[p.Index] = new { number = p.Part.GetProperty("number").GetInt32(), etag };
        });
        return sent;
    }

    private static async Task<string> SendAsync(JsonElement url, JsonElement headers, ReadOnlyMemory<byte> content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url.GetString()) { Content = new ReadOnlyMemoryContent(content) };
        if (headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject()) request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        }

        using var answer = await Store.SendAsync(request);
        return answer.EnsureSuccessStatusCode().Headers.ETag!.ToString();
    }

    // A redirect is followed, by another client: the token is not the store's to see.
    private static async Task DownloadAsync(Way way, long id, long length)
    {
        using var answer = await way.Client.Http.GetAsync(new Uri($"/v1/files/{id}/download", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var followed = answer.StatusCode == HttpStatusCode.Redirect ? await Store.GetAsync(answer.Headers.Location, HttpCompletionOption.ResponseHeadersRead) : null;
        await using var body = await (followed ?? answer).EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var (buffer, total) = (new byte[1 << 16], 0L);
        for (int read; (read = await body.ReadAsync(buffer)) > 0;) total += read;
        if (total != length) throw new InvalidOperationException($"{total} bytes came.");
    }
}
