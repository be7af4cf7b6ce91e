using System.Collections.Concurrent;

namespace DocMgmt.Soak.Load;

/// <summary>Counts what was done and how it was answered.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(string Kind, string Answer), long> counts = [];
    private readonly ConcurrentDictionary<string, long> events = [];

    public void Note(string kind, Answer answer) => counts.AddOrUpdate((kind, answer.Done ? "" : answer.ToString()), 1, (_, n) => n + 1);

    /// <summary>What happened that nobody asked for.</summary>
    public void Note(string what, long times) => events.AddOrUpdate(what, times, (_, n) => n + times);

    public void Add(Tally other)
    {
        foreach (var (what, count) in other.counts) counts.AddOrUpdate(what, count, (_, n) => n + count);
        foreach (var (what, count) in other.events) Note(what, count);
    }

    /// <summary>Of requests.</summary>
    public long Total => counts.Values.Sum();

    /// <summary>How often that was answered, whatever was asked.</summary>
    public long Of(string answer) => counts.Where(c => c.Key.Answer == answer).Sum(c => c.Value);

    /// <summary>How often that was asked and done.</summary>
    public long Done(string kind) => counts.GetValueOrDefault((kind, ""));

    /// <summary>How often that happened.</summary>
    public long Events(string what) => events.GetValueOrDefault(what);

    public IEnumerable<string> Lines()
    {
        yield return "done:    " + Join(counts.Where(c => c.Key.Answer == "").Select(c => (c.Key.Kind, c.Value)));
        yield return "beside:  " + Join(events.Select(e => (e.Key, e.Value)));
        yield return "refused: " + Join(counts.Where(c => c.Key.Answer != "").Select(c => ($"{c.Key.Kind} {c.Key.Answer}", c.Value)));
    }

    private static string Join(IEnumerable<(string What, long Count)> counts) =>
        string.Join(", ", counts.OrderBy(c => c.What, StringComparer.Ordinal).Select(c => $"{c.What} {c.Count}")) is { Length: > 0 } text ? text : "nothing";
}
