using System.Diagnostics;

namespace DocMgmt.Benchmarks;

/// <summary>Single requests, one after the other, on the drive of <c>db/seed/whale.sql</c>: what they take however much there is.</summary>
internal sealed class Whale : IDisposable
{
    private const int Quick = 100, Slow = 15, Compiled = 500, Warm = 20;
    private static readonly string Levels = string.Concat(Enumerable.Range(1, 18).Select(n => $"/Level {n}"));

    private readonly MeasuredService service;
    private readonly Client owner, reader;
    private readonly long tree, home, elsewhere, many;

    private Whale(MeasuredService service, Client owner, Client reader, long[] places) => (this.service, this.owner, this.reader, (tree, home, elsewhere, many)) =
        (service, owner, reader, (places[0], places[1], places[2], places[3]));

    public static async Task RunAsync(MeasuredService service, Figures figures)
    {
        const string Owner = "whale@example.com", Reader = "reader@example.com";
        var (owner, reader) = (await service.NewUserAsync(Owner), await service.NewUserAsync(Reader));
        await service.ExecuteAsync($"SET whale.owner = '{Owner}'", $"SET whale.reader = '{Reader}'", await Seeds.ReadAsync("whale.sql"), "VACUUM ANALYZE");
        var places = new List<long>();
        foreach (var path in new[] { Levels[..Levels.IndexOf("/Level 9", StringComparison.Ordinal)] + "/Tree", Levels[..Levels.IndexOf("/Level 9", StringComparison.Ordinal)], "/Elsewhere", Levels + "/Many" })
            places.Add((await owner.GetAsync(ByPath(path))).GetProperty("id").GetInt64());
        using var whale = new Whale(service, owner, reader, [.. places]);
        await whale.WritesAsync(figures);
        await whale.UsageAsync(figures);
        await whale.PagesAsync(figures);
    }

    public void Dispose()
    {
        owner.Dispose();
        reader.Dispose();
    }

    /// <summary>What is done to a folder with 100,000 items below it. Before each of what rewrites 10,000 rows comes what autovacuum does where it is not done at once again.</summary>
    private async Task WritesAsync(Figures figures)
    {
        var (rename, move, trash, restore) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var n = 0; n < Quick; n++) rename.Add(await TimeAsync(() => owner.SendAsync(HttpMethod.Patch, $"/v1/items/{tree}", new { item_name = n % 2 == 0 ? "Trees" : "Tree" })));
        for (var n = 0; n < 2 * Slow; n++)
        {
            await service.ExecuteAsync("VACUUM folders");
            move.Add(await TimeAsync(() => owner.SendAsync(HttpMethod.Post, $"/v1/items/{tree}/move", new { parent_id = n % 2 == 0 ? elsewhere : home })));
            await service.ExecuteAsync("VACUUM folders");
            trash.Add(await TimeAsync(() => owner.SendAsync(HttpMethod.Delete, $"/v1/items/{tree}", null)));
            await service.ExecuteAsync("VACUUM folders");
            restore.Add(await TimeAsync(() => owner.SendAsync(HttpMethod.Post, $"/v1/trash/{tree}/restore", null)));
        }

        figures.Median("rename", rename[Warm..], 5);
        figures.Median("move", move[2..], 100);
        figures.Median("trash", trash[2..], 100);
        figures.Median("restore", restore[2..], 100);
    }

    private async Task UsageAsync(Figures figures)
    {
        var counted = new List<double>();
        for (var n = 0; n < Slow; n++)
        {
            await service.ExecuteAsync("DELETE FROM usage_reports");
            counted.Add(await TimeAsync(() => owner.GetAsync("/v1/users/me/usage")));
        }

        figures.Median("what a drive of 200,000 items holds, counted", counted);
    }

    private async Task PagesAsync(Figures figures)
    {
        // Until the code that a page goes through is compiled for good.
        for (var n = 1; n <= Compiled; n++) await owner.GetAsync($"/v1/items?parent_id={many}&page_size=50&page={n}");
        foreach (var order in new[] { "name", "size", "-updated_at", "created_at" })
        {
            var list = $"/v1/items?parent_id={many}&page_size=50&order={order}";
            foreach (var (where, page) in new[] { ("the beginning", 1), ("the middle", 1_000), ("the end", 1_998) })
            {
                var (mine, theirs) = (await AfterAsync(owner, list, page), await AfterAsync(reader, list, page));
                var (own, granted) = await PairAsync(() => owner.GetAsync(mine), () => reader.GetAsync(theirs));
                var (one, other) = (figures.Median($"cursor page by {order} at {where} of 100,000 children", own, 3), figures.Median("  by somebody with 50 grants", granted));
                figures.Ratio("  that is times the owner's", other, one, 1.5);
            }
        }

        figures.Median("item by path at depth 20", await TimesAsync(() => owner.GetAsync(ByPath($"{Levels}/Many/Child 50000.txt"))), 3);
        var (first, all) = ($"/v1/items?parent_id={many}&page_size=50", $"/v1/items?parent_id={tree}&page_size=50&recursive=true");
        foreach (var (what, client, path) in new[]
        {
            ("first page of a folder, which counts its 100,000 children", owner, first), ("  without counting", owner, $"{first}&$count=false"),
            ("first page of the 100,000 items below a folder, which counts them", owner, all), ("  a cursor page in their middle", owner, await AfterAsync(owner, all, 1_000)),
            ("recent", owner, "/v1/items/recent"), ("  by somebody with 50 grants", reader, "/v1/items/recent"),
            ("what the drive holds, as it was counted last", owner, "/v1/users/me/usage"),
            ("starred", owner, "/v1/items/starred"), ("  by somebody with 50 grants", reader, "/v1/items/starred"),
        })
            figures.Median(what, await TimesAsync(() => client.GetAsync(path)));
    }

    /// <summary>The page that a cursor leads to from that page.</summary>
    private static async Task<string> AfterAsync(Client client, string list, int page) =>
        $"{list}&cursor={(await client.GetAsync($"{list}&page={page}")).GetProperty("next_cursor").GetString()}";

    private static async Task<List<double>> TimesAsync(Func<Task> request) => (await PairAsync(request, () => Task.CompletedTask)).One;

    /// <summary>Both by turns, so that they meet the same machine.</summary>
    private static async Task<(List<double> One, List<double> Other)> PairAsync(Func<Task> one, Func<Task> other)
    {
        var (ones, others) = (new List<double>(), new List<double>());
        for (var n = 0; n < Warm + Quick; n++)
        {
            ones.Add(await TimeAsync(one));
            others.Add(await TimeAsync(other));
        }

        return (ones[Warm..], others[Warm..]);
    }

    private static async Task<double> TimeAsync(Func<Task> request)
    {
        var started = Stopwatch.GetTimestamp();
        await request();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static string ByPath(string path) => $"/v1/items/by-path?path={Uri.EscapeDataString(path)}";
}
