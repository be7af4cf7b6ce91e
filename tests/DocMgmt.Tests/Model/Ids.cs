namespace DocMgmt.Tests.Model;

internal enum Kind
{
    Item,
    Version,
    Grant,
    Tag,
}

/// <summary>What the service calls that which the model made, out of its answers.</summary>
internal sealed class Ids
{
    private const long Nothing = 9_000_000_000_000;
    private readonly Dictionary<int, long> known = [];
    private readonly Dictionary<Kind, List<int>> keys = Enum.GetValues<Kind>().ToDictionary(k => k, _ => new List<int>());

    public bool Know(int key) => known.ContainsKey(key);

    /// <summary>Of what was never heard of: an id that there is not.</summary>
    public long Of(int key) => known.GetValueOrDefault(key, Nothing);
    public long? Of(int? key) => key is { } one ? Of(one) : null;

    /// <summary>All of a kind, also what is gone for good.</summary>
    public IReadOnlyList<int> All(Kind kind) => keys[kind];

    /// <summary>Whatever an answer calls it must be what it was called before.</summary>
    public void Learn(Kind kind, int key, long id)
    {
        if (known.TryAdd(key, id)) keys[kind].Add(key);
        Assert.Equal(known[key], id);
    }
}
