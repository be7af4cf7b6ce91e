namespace DocMgmt.Soak.Load;

/// <summary>Something that actors do.</summary>
/// <param name="Weight">How often, beside the others.</param>
internal sealed record Deed(int Weight, Func<Actor, Task> DoAsync)
{
    public static Deed Choose(IReadOnlyList<Deed> deeds, Random random)
    {
        var at = random.Next(deeds.Sum(d => d.Weight));
        return deeds.First(d => (at -= d.Weight) < 0);
    }
}

/// <summary>What the kinds of actors do.</summary>
internal static class Mixtures
{
    /// <summary>Makes references to contents in every way there is.</summary>
    public static readonly Deed[] Writers =
    [
        new(8, Writing.PutAsync), new(2, Writing.PutVersionAsync), new(1, Writing.PutManyVersionsAsync), new(2, Writing.PutRenamedAsync),
        new(6, Announcing.UploadAsync), new(2, Announcing.ProveAsync), new(1, Announcing.GiveUpAsync), new(4, Copying.CopyAsync), new(2, Copying.ReplaceAsync),
    ];

    /// <summary>Gives references back in every way there is.</summary>
    public static readonly Deed[] Deleters =
    [
        new(2, Removing.TrashAsync), new(12, Removing.PurgeAsync), new(12, Removing.DeleteAsync), new(4, Removing.PurgeTwiceAsync), new(2, Removing.PurgeChosenAsync), new(1, Removing.RestoreAsync), new(1, Reading.DownloadAsync),
    ];

    /// <summary>Everything, as people do it.</summary>
    public static readonly Deed[] People =
    [
        .. Writers, new(12, Reading.DownloadAsync), new(4, Reading.RangeAsync), new(4, Reading.ListAsync), new(2, Reading.ListTrashAsync),
        new(6, Removing.TrashAsync), new(6, Removing.PurgeAsync), new(1, Removing.PurgeTwiceAsync), new(1, Removing.PurgeChosenAsync), new(2, Removing.RestoreAsync),
    ];
}
