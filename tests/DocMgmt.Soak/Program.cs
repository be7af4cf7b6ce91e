using System.Diagnostics;
using System.Globalization;
using DocMgmt.Soak;

// DocMgmt.Soak crash ROUNDS [SEED]
// DocMgmt.Soak soak HOURS [SEED]
var seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFF;
var soaking = args[0] == "soak";
var rounds = soaking ? int.MaxValue : int.Parse(args[1], CultureInfo.InvariantCulture);
var length = soaking ? TimeSpan.FromHours(double.Parse(args[1], CultureInfo.InvariantCulture)) : TimeSpan.MaxValue;

var data = Directory.CreateTempSubdirectory("docmgmt-soak-");
data.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute; // the database's user goes through it
Console.WriteLine($"seed {seed}, data in {data.FullName}");
var running = Stopwatch.StartNew();
var (done, printed) = (0, 0);
var campaign = await Campaign.StartAsync(soaking ? Plan.Soak(seed) : Plan.Crashes(seed), data.FullName);
await using (campaign)
{
    for (; done < rounds && running.Elapsed < length; done++)
    {
        var report = await campaign.RunRoundAsync(done);
        Console.WriteLine($"== round {done + 1}, after {running.Elapsed:hh\\:mm\\:ss}: {report}");
        foreach (var finding in campaign.Findings.All.Skip(printed)) Console.WriteLine($"FINDING: {finding}");
        printed = campaign.Findings.All.Count;
    }
}

Console.WriteLine($"""
    == {done} rounds and restarts in {running.Elapsed:hh\:mm\:ss}, {campaign.Tally.Total} requests, {campaign.Tally.Total / running.Elapsed.TotalSeconds:n0} a second over all, seed {seed}
    {string.Join('\n', campaign.Tally.Lines())}
    {campaign.Findings.All.Count} findings
    """);
if (campaign.Findings.All.Count > 0) return 1; // the data stay
data.Delete(recursive: true);
return 0;
