using System.Collections.Concurrent;

namespace DocMgmt.Soak.Load;

/// <summary>All files that were made, by what is known of them. Who changes one takes it out meanwhile; readers look on.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<Place, ConcurrentQueue<TrackedFile>> free = new(
        Enum.GetValues<Place>().Select(p => KeyValuePair.Create(p, new ConcurrentQueue<TrackedFile>())));
    private readonly ConcurrentQueue<TrackedFile> all = [];
    private readonly TrackedFile?[] seen = new TrackedFile?[512];
    private int names;

    /// <summary>Every file of that owner.</summary>
    public List<TrackedFile> Of(Somebody owner) => [.. all.Where(f => f.Owner == owner)];

    /// <summary>How many files lie in folders and are nobody's at the moment.</summary>
    public int Count => free[Place.Folder].Count;

    public int Trashed => free[Place.Trash].Count;

    /// <summary>A file that is not there yet; nobody else has it until it is put back.</summary>
    /// <param name="named">False: the service chooses its name, which begins with the stem.</param>
    public TrackedFile New(Somebody owner, string? stem = null, bool named = true)
    {
        stem ??= $"f{Interlocked.Increment(ref names)}";
        var file = new TrackedFile(owner, named ? stem + ".bin" : null, stem);
        all.Enqueue(file);
        return file;
    }

    /// <summary>One that nobody has; null when there is none at that place.</summary>
    public TrackedFile? Take(Place place) => free[place].TryDequeue(out var file) ? file : null;

    /// <summary>Lets others have it. One of which nobody knows where it is stays out until it is settled.</summary>
    public void Put(TrackedFile file, Random random)
    {
        if (file.Certain is not { } state) return;
        free[state.Place].Enqueue(file);
        if (state.Place == Place.Folder) seen[random.Next(seen.Length)] = file;
    }

    /// <summary>Any that was seen in a folder.</summary>
    public TrackedFile? Look(Random random) => seen[random.Next(seen.Length)];

    /// <summary>Begins again with what was settled.</summary>
    /// <param name="keepGone">Whether what is gone is looked for the next time too.</param>
    public void Reset(Random random, bool keepGone)
    {
        var files = all.Where(f => f.Id is not null && (keepGone || f.State.Place != Place.Nowhere)).ToList();
        all.Clear();
        Array.Clear(seen);
        foreach (var queue in free.Values) queue.Clear();
        foreach (var file in files)
        {
            all.Enqueue(file);
            Put(file, random);
        }
    }
}
