using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Archives;

/// <summary>What lies at an archive's top level: no two things have one name.</summary>
internal sealed class TopNames
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The name, or "name (n)" when it is taken.</summary>
    public string Take(string name, bool isFolder)
    {
        if (taken.Add(name)) return name;
        var n = numbers.GetValueOrDefault(name);
        string numbered;
        do numbered = ItemName.Numbered(name, ++n, isFolder);
        while (!taken.Add(numbered));
        numbers[name] = n;
        return numbered;
    }

    /// <summary>The same for what is not the user's, which must not meet theirs where capitals don't count either.</summary>
    public string TakeApart(string name)
    {
        var others = taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return others.Contains(name) ? Enumerable.Range(1, others.Count).Select(n => ItemName.Numbered(name, n)).First(n => !others.Contains(n)) : name;
    }
}
