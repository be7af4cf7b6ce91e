using DocMgmt.Drive.Audit;

namespace DocMgmt.Drive.Seals;

/// <summary>One walk along the chain, from its first seal to the newest event.</summary>
internal sealed class SealWalk(AuditReader reader, SealKeys keys, Action<long> progress)
{
    private readonly AuditFindings findings = new();
    private readonly Dictionary<long, long> erasedUpTo = [];
    private readonly Dictionary<string, long> drops = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> sealedOf = new(StringComparer.Ordinal);
    private long events, unsealed, erased, seals, position;

    // A seal is not right or not there: of which events it was is not known.
    private bool uncertain;

    public async Task<AuditReport> RunAsync(IReadOnlyList<SealPoint> known)
    {
        foreach (var note in (await reader.NotesAsync()).Where(n => ChainCheck.IsGenuine(n, keys)))
        {
            if (note is { Kind: Seal.Drop, Month: { } month }) drops[month] = note.Id;
            if (note is { Kind: Seal.Erasure, UserId: { } user, LastPosition: { } until }) erasedUpTo[user] = until;
        }

        await SurplusAsync(long.MinValue, 0);
        var (chain, last, missed) = (new ChainCheck(keys, findings, drops), (SealPoint?)null, known.ToHashSet());
        await foreach (var seal in reader.SealsAsync())
        {
            uncertain |= !chain.Follows(seal);
            seals++;
            missed.RemoveWhere(k => k.Is(seal));
            if (!chain.IsWhole(seal))
            {
                uncertain = true;
                continue;
            }

            if (seal.Kind == Seal.Drop) CheckDrop(seal);
            else if (seal.Kind == Seal.Events) await CheckEventsAsync(seal);
            last = new(seal.Id, position == 0 ? null : position, Convert.ToHexStringLower(seal.Hash));
        }

        foreach (var gone in missed) findings.Add(Tampering.Seal, null, null, $"Seal {gone.Id} of the earlier verification is not there any more: the log was cut off or made anew.");
        await CheckUnsealedAsync();
        var (count, shown) = findings.End();
        return new(events, unsealed, erased, seals, [.. drops.Keys.Order(StringComparer.Ordinal)], last, count, shown);
    }

    private void CheckDrop(Seal seal)
    {
        sealedOf.Remove(seal.Month ?? "", out var before);
        if (before != seal.Count && !uncertain) findings.Add(Tampering.Missing, null, null, $"{seal.Month} was dropped with {seal.Count:N0} events; {before:N0} had been sealed.");
    }

    private async Task CheckEventsAsync(Seal seal)
    {
        var (first, end) = (seal.FirstPosition ?? 0, seal.LastPosition ?? 0);
        await BetweenAsync(position + 1, first - 1);
        position = Math.Max(position, end);
        sealedOf[seal.Month ?? ""] = sealedOf.GetValueOrDefault(seal.Month ?? "") + seal.Count;
        if (seal.EventHashes is not { } hashes)
        {
            await SurplusAsync(first, end);
            return;
        }

        var next = first;
        await foreach (var read in ReadAsync(first, end))
        {
            for (; next < read.Position; next++) findings.Missing(next, HashAt(next));
            if (next > read.Position) findings.Surplus(read.Position, read.Id, EventText.Hash(read.Text));
            else Check(read, HashAt(next++));
        }

        for (; next <= end; next++) findings.Missing(next, HashAt(next));
        byte[] HashAt(long at) => hashes.AsSpan((int)(at - first) * Seal.HashBytes, Seal.HashBytes).ToArray();
    }

    private void Check(AuditReader.Read read, byte[] sealedHash)
    {
        var hash = EventText.Hash(read.Text);
        var which = $"Event {read.Id} at position {read.Position}";
        if (!hash.AsSpan().SequenceEqual(sealedHash)) findings.Other(read.Position, read.Id, sealedHash, hash);
        else if (read.Salt is { } salt && !EventText.HashDetails(salt, read.Details).AsSpan().SequenceEqual(read.DetailsHash))
            findings.Add(Tampering.Changed, read.Position, read.Id, $"{which} was changed: its metadata, address, agent or request id.");
        else if (read.Salt is null && !(read.UserId is { } user && read.Position <= erasedUpTo.GetValueOrDefault(user)))
            findings.Add(Tampering.Changed, read.Position, read.Id, $"{which} has lost its details, and no seal says that they were erased.");
        else if (read.Salt is null && read.Details != EventText.Erased) findings.Add(Tampering.Changed, read.Position, read.Id, $"{which} has details, which were erased.");
        else if (read.Salt is null) erased++;
    }

    /// <summary>Between two seals nothing should be, and no room.</summary>
    private async Task BetweenAsync(long from, long to)
    {
        if (uncertain) await foreach (var _ in ReadAsync(from, to)) { }
        else
        {
            await SurplusAsync(from, to);
            findings.MissingAll(from, to);
        }

        uncertain = false;
    }

    private async Task SurplusAsync(long from, long to)
    {
        await foreach (var read in ReadAsync(from, to)) findings.Surplus(read.Position, read.Id, EventText.Hash(read.Text));
    }

    private async Task CheckUnsealedAsync()
    {
        var ends = await reader.EndsAsync();
        var next = position + 1;
        await foreach (var read in ReadAsync(next, long.MaxValue))
        {
            unsealed++;
            if (read.Position > ends.Last || read.Position < next) findings.Surplus(read.Position, read.Id, EventText.Hash(read.Text));
            findings.MissingAll(next, Math.Min(read.Position, ends.Last + 1) - 1);
            next = Math.Max(next, read.Position + 1);
        }

        findings.MissingAll(next, ends.Last);
        if (position > ends.Last) findings.Add(Tampering.Seal, null, null, $"The sequencer was set back: it gave {ends.Last} positions, and {position} are sealed.");
        events += ends.Waiting;
        unsealed += ends.Waiting;
    }

    private async IAsyncEnumerable<AuditReader.Read> ReadAsync(long from, long to)
    {
        if (from > to) yield break;
        await foreach (var read in reader.EventsAsync(from, to))
        {
            if (++events % 1_000 == 0) progress(events);
            yield return read;
        }
    }
}
