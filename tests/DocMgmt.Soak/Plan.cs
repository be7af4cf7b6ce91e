using DocMgmt.Soak.Faults;
using DocMgmt.Soak.Load;

namespace DocMgmt.Soak;

/// <summary>What a campaign does.</summary>
internal sealed record Plan
{
    private static readonly IFault[] Kills = [new KillService(), new KillDatabase(), new KillBoth()];

    public required int Seed { get; init; }

    /// <summary>From the first request of a round to its fault.</summary>
    public required TimeSpan Shortest { get; init; }
    public required TimeSpan Longest { get; init; }

    /// <summary>Taken in turn.</summary>
    public required IReadOnlyList<IFault> Faults { get; init; }

    /// <summary>A round goes on until it has as many, at most <see cref="Patience"/> longer: a busy machine is slow.</summary>
    public required int LeastRequests { get; init; }
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public required IReadOnlyList<CrowdPlan> Crowds { get; init; }
    public required TimeSpan BetweenJobs { get; init; }

    /// <summary>Whether a round deletes all that it made.</summary>
    public required bool Washing { get; init; }

    /// <summary>Many short rounds on data that stay.</summary>
    public static Plan Crashes(int seed) => new()
    {
        Seed = seed, Shortest = TimeSpan.FromMilliseconds(200), Longest = TimeSpan.FromMilliseconds(1_000), LeastRequests = 150, Faults = Kills,
        Crowds = [new(3, 60, 10, (Mixtures.People, 9)), new(2, 8, 0, (Mixtures.Writers, 4), (Mixtures.Deleters, 4))],
        BetweenJobs = TimeSpan.FromMilliseconds(20), Washing = false,
    };

    /// <summary>Rounds of minutes, for hours.</summary>
    public static Plan Soak(int seed) => new()
    {
        Seed = seed, Shortest = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromMinutes(4), LeastRequests = 0, Faults = [.. Kills, new StopService()],
        Crowds = [new(6, 1_000, 30, (Mixtures.People, 20)), new(4, 16, 0, (Mixtures.Writers, 8), (Mixtures.Deleters, 8))],
        BetweenJobs = TimeSpan.FromMilliseconds(250), Washing = true,
    };
}

/// <param name="Files">At most so many in folders.</param>
/// <param name="OtherContents">Of 100 uploads, how many bring a content that nobody has.</param>
/// <param name="Actors">What they do, and how many of them.</param>
internal sealed record CrowdPlan(int Users, int Files, int OtherContents, params (Deed[] Deeds, int Count)[] Actors);
