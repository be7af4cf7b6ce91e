using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using DocMgmt.Soak.Service;
using DocMgmt.Tests.Embedded;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Hosting;

/// <summary>What became of the events of reads that were answered, when the process ends in the middle of them.</summary>
public sealed class ReadEventsAtTheEndTests : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Buffered", "TERM")]
    [InlineData("Strict", "KILL")]
    public async Task Every_read_that_was_answered_is_told(string mode, string signal)
    {
        using var first = await ServiceProcess.Start(folder.Path, ("Admin__Password", TestService.Password), ("Audit__Reads", mode)).ReadyAsync();
        using var http = await Loopback.AdministratorAsync(first.Address);
        var read = (await (await http.PostAsJsonAsync("/v1/items", new { item_name = "Work", type = "folder" })).SucceededAsync()).Id();
        var answered = new ConcurrentBag<string>();
        var readers = Enumerable.Range(0, 8).Select(_ => ReadUntilItEndsAsync(http, $"/v1/items/{read}", answered)).ToArray();
        await Eventually.IsTrueAsync(() => answered.Count > 200);

        if (signal == "TERM") Assert.Equal(0, await first.StopAsync());
        else await KillAsync(first);
        await Task.WhenAll(readers);

        using var second = await ServiceProcess.Start(folder.Path, ("Admin__Password", TestService.Password)).ReadyAsync();
        using var after = await Loopback.AdministratorAsync(second.Address);
        var told = await RequestsAsync(after);
        Assert.Equal([], answered.Except(told));
        Assert.Equal(0, await second.StopAsync());
    }

    private async Task KillAsync(ServiceProcess service)
    {
        var server = int.Parse((await File.ReadAllLinesAsync(folder.File("postgres/postmaster.pid")))[0], CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", ["-9", $"{service.Id}", $"{server}"]);
        await service.ExitedAsync();
    }

    private static async Task ReadUntilItEndsAsync(HttpClient http, string path, ConcurrentBag<string> answered)
    {
        try
        {
            while (true)
            {
                var (response, id) = await http.AskAsync(HttpMethod.Get, path);
                using (response)
                {
                    if (!response.IsSuccessStatusCode) return;
                    answered.Add(id);
                }
            }
        }
        catch (HttpRequestException)
        {
            // The service is gone.
        }
    }

    private static async Task<HashSet<string>> RequestsAsync(HttpClient http)
    {
        var (told, cursor) = (new HashSet<string>(StringComparer.Ordinal), "");
        do
        {
            var page = await (await http.GetAsync(new Uri($"/v1/audit/me?action=read&page_size=100{cursor}", UriKind.Relative))).SucceededAsync();
            foreach (var row in page.GetProperty("data").EnumerateArray()) told.Add(row.Text("request_id"));
            cursor = page.GetProperty("has_next").GetBoolean() ? $"&cursor={page.Text("next_cursor")}" : "";
        }
        while (cursor.Length > 0);
        return told;
    }
}
