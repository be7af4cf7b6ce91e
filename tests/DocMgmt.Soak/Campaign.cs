using System.Diagnostics;
using DocMgmt.Soak.Load;
using DocMgmt.Soak.Service;

namespace DocMgmt.Soak;

/// <summary>
/// Rounds of load on a real service, each with a fault at its end, after which everything must be as it was answered. The next round goes on with
/// the same data folder.
/// </summary>
internal sealed class Campaign : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    private readonly Plan plan;
    private readonly Installation installation;
    private readonly Random random;
    private readonly Somebody administrator = new("admin@localhost", Installation.Password);
    private readonly List<Crowd> crowds = [];

    private Campaign(Plan plan, Installation installation) => (this.plan, this.installation, random) = (plan, installation, new(plan.Seed));

    /// <summary>Of all rounds.</summary>
    public Tally Tally { get; } = new();

    public Findings Findings { get; } = new();

    /// <summary>Starts the service on an empty folder, and makes the users.</summary>
    /// <param name="store">Null: a folder in it.</param>
    public static async Task<Campaign> StartAsync(Plan plan, string dataDirectory, IStoreView? store = null)
    {
        var campaign = new Campaign(plan, await Installation.StartAsync(dataDirectory, store ?? new FolderView(dataDirectory)));
        var address = campaign.installation.Service.Address;
        await campaign.administrator.SignInAsync(address);
        foreach (var crowd in plan.Crowds)
        {
            var users = new List<Somebody>();
            for (var n = 0; n < crowd.Users; n++) users.Add(await Somebody.NewAsync(campaign.administrator, address, Installation.Password));
            campaign.crowds.Add(new(users, crowd, campaign.random.Next()));
        }

        return campaign;
    }

    /// <summary>Load, fault, restart, inspection.</summary>
    /// <returns>What happened, for people.</returns>
    public async Task<string> RunRoundAsync(int number)
    {
        var (fault, tally, memory) = (plan.Faults[number % plan.Faults.Count], new Tally(), installation.Service.Megabytes);
        var worlds = crowds.ConvertAll(c => c.NewWorld(tally, Findings));
        using var stop = new CancellationTokenSource();
        var work = Task.WhenAll([.. crowds.Zip(worlds, (c, w) => c.WorkAsync(w, random, stop.Token)), UpkeepIn(worlds[0]).RunAsync(plan.BetweenJobs, stop.Token)]);
        var seconds = await LetWorkAsync(tally);
        var (requests, after) = (tally.Total, installation.Service.Megabytes);
        worlds.ForEach(w => w.Disturb());
        await fault.StrikeAsync(installation.Service, installation.DataDirectory);
        await stop.CancelAsync();
        await work;
        var (log, stored, restarted) = (await installation.EndedAsync(), await installation.StoredBytesAsync(), Stopwatch.StartNew());
        await installation.RestartAsync();
        restarted.Stop();
        worlds.ForEach(w => w.Calm());
        Findings.AddRange(ErrorsLogged.Findings(log));
        await InspectAsync(worlds);
        Tally.Add(tally);
        return $"""
            {requests} requests in {seconds:n1} s, {requests / seconds:n0} a second, then {fault.Name}; restarted in {restarted.Elapsed.TotalSeconds:n1} s
            {string.Join('\n', tally.Lines())}
            logged:  {(ErrorsLogged.Summary(log) is { Length: > 0 } errors ? errors : "no errors")}
            memory of the service {memory:n0} MB at the start, {after:n0} MB at the end; store {stored / 1e6:n0} MB at the end, {await installation.StoredBytesAsync() / 1e6:n0} MB left; database {await installation.Database.BytesAsync() / 1e6:n0} MB
            """;
    }

    public async ValueTask DisposeAsync()
    {
        await installation.DisposeAsync();
        foreach (var somebody in crowds.SelectMany(c => c.Users).Prepend(administrator)) somebody.Dispose();
    }

    private async Task<double> LetWorkAsync(Tally tally)
    {
        var length = plan.Shortest + ((plan.Longest - plan.Shortest) * random.NextDouble());
        var working = Stopwatch.StartNew();
        await Task.Delay(length);
        while (tally.Total < plan.LeastRequests && working.Elapsed < length + Plan.Patience) await Task.Delay(Look);
        return working.Elapsed.TotalSeconds;
    }

    // What is wrong right after the crash, and what is left when everything was cleared that may be.
    private async Task InspectAsync(List<World> worlds)
    {
        foreach (var somebody in crowds.SelectMany(c => c.Users).Prepend(administrator)) await somebody.SignInAsync(installation.Service.Address);
        var upkeep = UpkeepIn(worlds[0]);
        await upkeep.ExamineAsync(deep: true);
        await installation.Database.LetJobsEndAsync();
        foreach (var (crowd, world) in crowds.Zip(worlds))
        {
            await crowd.InspectAsync(Findings);
            crowd.Ledger.Reset(random, keepGone: !plan.Washing);
            if (plan.Washing) await crowd.WashAsync(world, random);
        }

        var isClear = await upkeep.ClearAsync();
        Findings.AddRange(await new Consistency(installation.Database.Source, installation.Store).CheckAsync(exact: isClear));
    }

    private Upkeep UpkeepIn(World world) => new(administrator, installation.Database, installation.Store, world);
}
