using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Benchmarks;

/// <summary>A thousand files moved, starred and deleted: in a request each, by one connection, and in one batch.</summary>
internal static class ManyChanges
{
    private const int Files = 1_000;

    public static async Task RunAsync(Client client)
    {
        var (here, there) = (await client.CreateFolderAsync("here"), await client.CreateFolderAsync("there"));
        var files = new List<long>();
        for (var n = 0; n < Files; n++)
        {
            using var content = new ByteArrayContent([(byte)n, (byte)(n >> 8)]);
            files.Add(await client.PutAsync(here, $"f{n}", content));
        }

        await CompareAsync(client, "move", files, (file, round) => new { op = "move", item_id = file, parent_id = round % 2 == 0 ? there : here },
            (file, round) => client.Http.PostAsJsonAsync($"/v1/items/{file}/move", new { parent_id = round % 2 == 0 ? there : here }));
        await CompareAsync(client, "star", files, (file, round) => new { op = "star", item_id = file, is_starred = round % 2 == 0 },
            (file, round) => client.Http.PatchAsJsonAsync($"/v1/items/{file}", new { is_starred = round % 2 == 0 }));
        await CompareAsync(client, "delete and restore", files, (file, round) => round % 2 == 0 ? new { op = "delete", item_id = file } : new { op = "restore", item_id = file },
            (file, round) => round % 2 == 0 ? client.Http.DeleteAsync(new Uri($"/v1/items/{file}", UriKind.Relative)) : client.Http.PostAsync(new Uri($"/v1/trash/{file}/restore", UriKind.Relative), null));
    }

    private static async Task CompareAsync(
        Client client, string what, List<long> files, Func<long, int, object> operation, Func<long, int, Task<HttpResponseMessage>> single)
    {
        var (each, batches) = (new List<double>(), new List<double>());
        for (var round = 0; round < 6; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            if (round % 4 < 2)
            {
                foreach (var file in files) (await single(file, round)).EnsureSuccessStatusCode();
                each.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                continue;
            }

            var answer = await client.Http.PostAsJsonAsync("/v1/batch", new { operations = files.Select(f => operation(f, round)), atomic = round % 2 == 0 });
            if ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("succeeded").GetInt32() != files.Count) throw new InvalidOperationException($"{what}: {answer.StatusCode}");
            batches.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        Console.WriteLine($"{what} {Files:n0} files: {each.Min():n0} ms in a request each, {batches.Min():n0} ms in one batch: {each.Min() / batches.Min():n1} times as fast");
    }
}
