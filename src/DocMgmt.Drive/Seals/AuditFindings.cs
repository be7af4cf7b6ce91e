namespace DocMgmt.Drive.Seals;

/// <summary>Collects what is wrong. Events that stand in others' places are told from changed ones at the end, by their hashes.</summary>
internal sealed class AuditFindings
{
    // So many are told apart; of more, those that changed places count as changed.
    private const int MostCompared = 100_000;

    private readonly List<AuditFinding> found = [];
    private readonly Dictionary<string, long> wanted = new(StringComparer.Ordinal);
    private readonly List<(long Position, long EventId, string Hash)> strangers = [];
    private readonly HashSet<long> vacant = [];
    private long count;

    public void Add(Tampering kind, long? position, long? eventId, string text)
    {
        count++;
        if (found.Count < AuditReport.MostFindings) found.Add(new(kind, position, eventId, text));
    }

    public void Missing(long position, byte[] hash)
    {
        if (wanted.Count >= MostCompared || !wanted.TryAdd(Convert.ToHexStringLower(hash), position))
            Add(Tampering.Missing, position, null, $"The event at position {position} is missing.");
        else
            vacant.Add(position);
    }

    /// <summary>Nothing is there from one position to another, both included: no seal has what it was.</summary>
    public void MissingAll(long from, long to)
    {
        if (from > to) return;
        Add(Tampering.Missing, from, null, $"{(from == to ? $"Position {from}" : $"Positions {from} to {to}")} without an event: what was there went before it was sealed.");
    }

    /// <summary>The event at that position is not the one that was sealed there.</summary>
    public void Other(long position, long eventId, byte[] sealedHash, byte[] hash)
    {
        if (wanted.Count >= MostCompared || !wanted.TryAdd(Convert.ToHexStringLower(sealedHash), position)) AddChanged(position, eventId);
        else strangers.Add((position, eventId, Convert.ToHexStringLower(hash)));
    }

    /// <summary>An event that is beside those that were sealed.</summary>
    public void Surplus(long position, long eventId, byte[] hash)
    {
        if (strangers.Count >= MostCompared) AddInserted(position, eventId);
        else strangers.Add((position, eventId, Convert.ToHexStringLower(hash)));
    }

    public (long Count, IReadOnlyList<AuditFinding> Findings) End()
    {
        var moved = strangers.Where(s => wanted.ContainsKey(s.Hash)).ToList();
        foreach (var (position, id, hash) in moved) Add(Tampering.Reordered, position, id, $"Event {id} is at position {position}; it was sealed at {wanted[hash]}.");
        var elsewhere = moved.Select(m => wanted[m.Hash]).ToHashSet();
        foreach (var position in vacant.Where(p => !elsewhere.Contains(p)).Order()) Add(Tampering.Missing, position, null, $"The event at position {position} is missing.");
        var places = wanted.Values.ToHashSet();
        foreach (var (position, id, hash) in strangers.Where(s => !wanted.ContainsKey(s.Hash)))
        {
            // Where the sealed event stands elsewhere or is there too, this one was put in; else it is what became of it.
            if (places.Contains(position) && !elsewhere.Contains(position) && !vacant.Contains(position)) AddChanged(position, id);
            else AddInserted(position, id);
        }

        return (count, [.. found.OrderBy(f => f.Position ?? 0)]);
    }

    private void AddInserted(long position, long eventId) => Add(Tampering.Inserted, position, eventId, $"Event {eventId} at position {position} was put in: nothing was sealed with it.");

    private void AddChanged(long position, long eventId) => Add(Tampering.Changed, position, eventId, $"Event {eventId} at position {position} was changed.");
}
