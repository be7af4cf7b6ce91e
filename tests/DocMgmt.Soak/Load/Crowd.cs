namespace DocMgmt.Soak.Load;

/// <summary>Users whose files are only theirs to change, and the actors who work as them.</summary>
internal sealed class Crowd(IReadOnlyList<Somebody> users, CrowdPlan plan, int seed)
{
    private readonly Contents contents = new(seed, plan.OtherContents);

    public IReadOnlyList<Somebody> Users => users;
    public Ledger Ledger { get; } = new();

    public World NewWorld(Tally tally, Findings findings) => new(contents, Ledger, tally, findings, plan.Files);

    public Task WorkAsync(World world, Random random, CancellationToken stop) => Task.WhenAll(
        plan.Actors.SelectMany(a => Enumerable.Repeat(a.Deeds, a.Count)).Select((deeds, n) => new Actor(users[n % users.Count], world, random.Next()).RunAsync(deeds, stop)));

    /// <summary>Looks whether everything is as it was answered.</summary>
    public async Task InspectAsync(Findings findings)
    {
        foreach (var user in users) await new Inspection(Ledger, findings).RunAsync(user);
    }

    /// <summary>Deletes everything, and sees that nothing is left.</summary>
    public async Task WashAsync(World world, Random random)
    {
        var actor = new Actor(users[0], world, random.Next());
        while (Ledger.Count > 0) await Removing.TrashAsync(actor);
        while (Ledger.Trashed > 0) await Removing.PurgeAsync(actor);
        await InspectAsync(world.Findings);
        Ledger.Reset(random, keepGone: false);
    }
}
