using System.Collections.Concurrent;

namespace DocMgmt.Soak;

/// <summary>What ought never to be.</summary>
internal sealed class Findings
{
    private readonly ConcurrentQueue<string> all = [];

    public IReadOnlyCollection<string> All => all;

    public void Add(string finding) => all.Enqueue(finding);

    public void AddRange(IEnumerable<string> findings)
    {
        foreach (var finding in findings) Add(finding);
    }
}
