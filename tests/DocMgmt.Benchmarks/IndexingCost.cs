using System.Diagnostics;
using System.Security.Cryptography;

namespace DocMgmt.Benchmarks;

/// <summary>
/// What it costs an upload that its file can be found: small files with their rows of <c>search_texts</c> and without, by turns. Without, the statement that
/// would write the row still runs, and what it writes is thrown away.
/// </summary>
internal static class IndexingCost
{
    private const int Pairs = 20, Uploads = 160, Size = 4_096;

    private const string Throw = """
        CREATE FUNCTION benchmark_throw() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER benchmark_throw BEFORE INSERT ON search_texts FOR EACH ROW EXECUTE FUNCTION benchmark_throw();
        """;

    public static async Task RunAsync(MeasuredService service, Figures figures, string where, double? atMost)
    {
        await service.ExecuteAsync(Throw);
        foreach (var connections in new[] { 1, 8 })
        {
            var folder = await service.Client.CreateFolderAsync($"uploads by {connections}");
            await UploadAsync(service.Client, folder, connections);
            var (with, without) = (new List<double>(), new List<double>());
            for (var pair = 0; pair < Pairs; pair++)
            {
                foreach (var found in new[] { pair % 2 == 0, pair % 2 != 0 })
                {
                    await service.ExecuteAsync($"ALTER TABLE search_texts {(found ? "DISABLE" : "ENABLE")} TRIGGER benchmark_throw");
                    (found ? with : without).Add(await UploadAsync(service.Client, folder, connections));
                }
            }

            figures.Median($"an upload by {connections} connections {where}", with);
            figures.Median("  without the row that it is found by", without);
            var ratios = with.Zip(without, (w, o) => w / o).Order().ToList();
            figures.Ratio("  the one in the other, median of pairs", ratios[Pairs / 2], 1, atMost);
            figures.Ratio("  the one in the other, all together", with.Sum(), without.Sum());
        }

        await service.ExecuteAsync("DROP TRIGGER benchmark_throw ON search_texts; DROP FUNCTION benchmark_throw()");
    }

    /// <summary>Milliseconds for one of them.</summary>
    private static async Task<double> UploadAsync(Client client, long folder, int connections)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            for (var n = 0; n < Uploads / connections; n++)
            {
                using var content = new ByteArrayContent(RandomNumberGenerator.GetBytes(Size));
                await client.PutAsync(folder, $"Upload of {Guid.NewGuid():N} number {n}.bin", content);
            }
        })));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Uploads;
    }
}
