using System.Collections.Immutable;

namespace DocMgmt.Soak.Load;

internal enum Place
{
    /// <summary>It was never made, or is gone for good.</summary>
    Nowhere,
    Folder,
    Trash,
}

/// <param name="Sha256">Of the current version.</param>
internal readonly record struct FileState(Place Place, int Versions = 0, string? Sha256 = null)
{
    public FileState With(string sha256) => new(Place.Folder, Versions + 1, sha256);
    public FileState In(Place place) => place == Place.Nowhere ? default : this with { Place = place };
}

/// <summary>
/// What is known of one file. Whoever changes it has taken it out of the <see cref="Ledger"/>, so there is one state that it can be in, and more
/// than one after a request that nobody answered.
/// </summary>
/// <param name="name">Null where the service chose it and could not say.</param>
/// <param name="stem">What it begins with.</param>
internal sealed class TrackedFile(Somebody owner, string? name, string stem)
{
    private readonly HashSet<string> contents = [];
    private volatile ImmutableHashSet<FileState> possible = [default];
    private volatile int changes;

    public Somebody Owner => owner;
    public string Stem => stem;
    public string? Name { get; set; } = name;

    /// <summary>Null while no answer told it.</summary>
    public long? Id { get; set; }

    /// <summary>All states that it may be in.</summary>
    public IReadOnlySet<FileState> Possible => possible;

    /// <summary>Null when it may be in several.</summary>
    public FileState? Certain => possible is { Count: 1 } one ? one.Single() : null;

    /// <summary>The only one that it can be in.</summary>
    public FileState State => possible.Single();

    /// <summary>Versions that the service said that it has.</summary>
    public List<(long Id, string Sha256)> Versions { get; } = [];

    /// <summary>Tells readers whether a change was made between two looks; odd while one is being made.</summary>
    public int Changes => changes;

    /// <summary>All that a download may answer.</summary>
    public IReadOnlyList<string> Contents
    {
        get
        {
            lock (contents) return [.. contents];
        }
    }

    /// <summary>From now on a download may answer that too.</summary>
    public void Expect(string sha256)
    {
        lock (contents) contents.Add(sha256);
    }

    /// <summary>A change is about to be asked for.</summary>
    public void Begin() => Interlocked.Increment(ref changes);

    /// <summary>Takes the answer: it is done, it is not done, or nobody knows.</summary>
    public void End(Answer answer, params FileState[] done)
    {
        if (answer.Done) possible = [.. done];
        else if (answer.IsOpen) possible = possible.Union(done);
        Interlocked.Increment(ref changes);
    }

    /// <summary>What was found in the end.</summary>
    /// <returns>False when that can't be.</returns>
    public bool Settle(FileState found)
    {
        var expected = possible.Contains(found);
        possible = [found];
        return expected;
    }

    public override string ToString() => $"{Name ?? Stem} ({Id?.ToString() ?? "no id"}) of {owner.Email}";
}
