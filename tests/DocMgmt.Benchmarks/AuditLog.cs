using System.Diagnostics;

namespace DocMgmt.Benchmarks;

/// <summary>A million events of 13 months, by a hundred users on 10,000 items: pages of them, all of them taken away, sealed and verified.</summary>
internal sealed class AuditLog(MeasuredService service, Figures figures)
{
    private const int Asked = 300, Told = 50, Warm = 60;
    private const int BusyEvents = 100_000;

    // Item 1 of those made has a tenth of all events, user 1 another tenth; the others have a hundred each on average.
    private const string Fill = """
        SELECT make_event_month(to_char(now() - n * interval '1 month', 'YYYY-MM')) FROM generate_series(1, 13) n;
        INSERT INTO events (action, user_id, item_id, drive_id, metadata, ip_address, user_agent, request_id, created_at)
        SELECT (ARRAY['read', 'read', 'read', 'download', 'download', 'update', 'upload', 'rename', 'move', 'share'])[1 + n % 10],
            CASE WHEN n % 10 = 3 THEN {0} ELSE 1000000 + n % 99 END, CASE WHEN n % 10 = 7 THEN {1} ELSE 1000000 + n % 9999 END, 1, jsonb_build_object('name', 'report ' || n || '.pdf', 'old_name', 'draft ' || n || '.pdf'),
            CAST('10.0.0.0' AS inet) + n % 5000, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0', md5(CAST(n AS text)), now() - (1000000 - n) * interval '34 seconds'
        FROM generate_series(1, 1000000) n
        """;

    public static async Task RunAsync(MeasuredService service, Figures figures)
    {
        using var owner = await service.NewUserAsync("audited@example.com");
        var busy = await owner.CreateFolderAsync("busy");
        var user = (await owner.GetAsync("/v1/users/me")).GetProperty("id").GetInt64();
        await service.ExecuteAsync(Fill.Replace("{0}", $"{user}", StringComparison.Ordinal).Replace("{1}", $"{busy}", StringComparison.Ordinal));
        var log = new AuditLog(service, figures);
        await log.SequenceAsync();
        await service.ExecuteAsync("VACUUM ANALYZE events");
        await log.PagesAsync(owner, busy);
        await log.ExportAsync();
        await log.SealAsync();
    }

    private async Task SequenceAsync()
    {
        var started = Stopwatch.StartNew();
        while ((await service.ListAsync<long>("SELECT count(*) FROM (SELECT 1 FROM events WHERE position IS NULL LIMIT 1) x"))[0] > 0) await Task.Delay(200);
        Console.WriteLine($"1,000,000 events have their positions after {started.Elapsed.TotalSeconds:n0} s");
    }

    private async Task PagesAsync(Client owner, long busy)
    {
        var quiet = await owner.CreateFolderAsync("quiet");
        for (var n = 0; n < 20; n++) await owner.SendAsync(HttpMethod.Patch, $"/v1/items/{quiet}", new { item_name = $"quiet {n}" });
        await PageAsync("activity of an item with few events", owner, $"/v1/items/{quiet}/activity", Asked, 5);
        await PageAsync($"activity of an item with {BusyEvents:n0} events, counted to 10,000", owner, $"/v1/items/{busy}/activity", Asked, 5);
        await PageAsync("  a cursor page of it", owner, await NextAsync(owner, $"/v1/items/{busy}/activity"), Asked, 5);
        await PageAsync($"what one did, {BusyEvents:n0} events", owner, "/v1/audit/me", Asked);
        await PageAsync("  a cursor page of it", owner, await NextAsync(owner, "/v1/audit/me"), Asked, 5);
        await PageAsync("  one rare action of it", owner, "/v1/audit/me?action=login", Told);
        foreach (var filter in new[] { "", "user_id=1000007", "item_id=1000007", "action=share", "ip_address=10.0.0.77", $"created_after={TimeProvider.System.GetUtcNow().AddMonths(-6):yyyy-MM}&created_before={TimeProvider.System.GetUtcNow().AddMonths(-5):yyyy-MM}", "user_id=1000007&action=share&ip_address=10.0.0.77" })
            await PageAsync($"everybody's log by '{filter}'", service.Client, $"/v1/admin/audit?{filter}", Told);
    }

    private async Task ExportAsync()
    {
        foreach (var format in new[] { "ndjson", "csv" })
        {
            await TakeAsync($"/v1/admin/audit/export?as={format}&action=share");
            var (before, started) = (service.PeakMegabytes, Stopwatch.StartNew());
            var (events, bytes) = await TakeAsync($"/v1/admin/audit/export?as={format}");
            Console.WriteLine($"{events:n0} events as {format}: {started.Elapsed.TotalSeconds:n1} s, {bytes / 1e6:n0} MB; memory of the service {before:n0} MB before, {service.PeakMegabytes:n0} MB at its peak");
            figures.Ratio($"  memory at the peak of the export as {format} to what it was before", service.PeakMegabytes, before, 1.25);
        }
    }

    private async Task SealAsync()
    {
        var started = Stopwatch.StartNew();
        while ((await service.Client.SendAsync(HttpMethod.Post, "/v1/admin/jobs/audit-seal/run", new { all = true })).TryGetProperty("state", out _)
            && (await service.ListAsync<long>("SELECT last_position - COALESCE((SELECT max(last_position) FROM audit_seals), 0) FROM event_sequencer"))[0] > 10_000) await Task.Delay(500);
        Console.WriteLine($"sealed after {started.Elapsed.TotalSeconds:n0} s");
        started.Restart();
        var said = await service.VerbAsync("audit", "verify");
        Console.WriteLine($"verified in {started.Elapsed.TotalSeconds:n0} s: {said.Trim().ReplaceLineEndings("; ")}");
    }

    private async Task<(long Events, long Bytes)> TakeAsync(string path)
    {
        using var response = await service.Client.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var (buffer, events, bytes) = (new byte[1 << 16], 0L, 0L);
        for (int read; (read = await stream.ReadAsync(buffer)) > 0; bytes += read) events += buffer.AsSpan(0, read).Count((byte)'\n');
        return (events, bytes);
    }

    private async Task PageAsync(string what, Client client, string path, int times, double? atMost = null)
    {
        var all = new List<double>();
        for (var n = 0; n < Warm + times; n++)
        {
            var started = Stopwatch.GetTimestamp();
            await client.GetAsync(path);
            all.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        figures.Median(what, all[Warm..], atMost);
    }

    private static async Task<string> NextAsync(Client client, string path) => $"{path}?cursor={(await client.GetAsync(path)).GetProperty("next_cursor").GetString()}";
}
