using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Blobs;

/// <summary>How many blobs the integrity scrub hashes in one run.</summary>
public sealed record ScrubLimit(long Blobs);

/// <summary>
/// Hashes stored bytes again: the doubtful ones first, then those whose turn was the longest ago. Outside of any transaction; what it found is
/// committed in small pieces, so a run that is killed has done what it has done. Bytes are held for bad when they were bad twice, and the store as
/// a whole was there in between.
/// </summary>
internal sealed partial class IntegrityCheck(IMediator mediator, BlobStores stores, TimeProvider clock, ScrubLimit limit, ILogger<IntegrityCheck> log)
{
    private const int Batch = 50;
    private const long BatchBytes = 1L << 30;
    private const int Sample = 20;
    private const int SampleThatTells = 10;

    /// <exception cref="IOException">The store as a whole is away: nothing is held against its blobs.</exception>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var (started, left) = (clock.UtcNow(), run.All ? long.MaxValue : limit.Blobs);
        var expected = 0L;
        foreach (var store in stores.All) expected += await mediator.Send(new CountUnverified.Query(store.Name, started, left), ct);
        run.Expect(Math.Min(expected, left));
        foreach (var store in stores.All) left -= await RunAsync(store, run, started, left, ct);
    }

    /// <returns>How many it looked at.</returns>
    private async Task<long> RunAsync(IBlobStore store, JobRun run, DateTime started, long most, CancellationToken ct)
    {
        var left = most;
        foreach (var doubtful in new[] { true, false })
        {
            StoredBlob? last = null;
            // The doubtful ones never keep all others from their turn.
            for (var share = doubtful ? (left + 1) / 2 : left; share > 0;)
            {
                var blobs = await mediator.Send(new ListUnverified.Query(store.Name, doubtful, started, last, (int)Math.Min(Batch, share)), ct);
                if (blobs.Count == 0) break;
                var portion = Portion(blobs);
                await CheckAsync(store, portion, run, ct);
                (left, share) = (left - portion.Count, share - portion.Count);
                last = portion[^1];
            }
        }

        return most - left;
    }

    /// <summary>At least one; large ones are committed sooner.</summary>
    private static List<StoredBlob> Portion(IReadOnlyList<StoredBlob> blobs)
    {
        var portion = new List<StoredBlob>(blobs.Count);
        for (long bytes = 0; portion.Count < blobs.Count && bytes < BatchBytes; bytes += portion[^1].Size) portion.Add(blobs[portion.Count]);
        return portion;
    }

    /// <summary>Looks at these, twice where they seem bad, and notes what they are.</summary>
    public async Task CheckAsync(IBlobStore store, IReadOnlyList<StoredBlob> blobs, JobRun run, CancellationToken ct)
    {
        var since = clock.UtcNow();
        var (good, bad) = (new List<StoredBlob>(), new List<StoredBlob>());
        foreach (var blob in blobs) (await FaultAsync(store, blob, ct) is null ? good : bad).Add(blob);

        if (bad.Count > 0) await EnsureStoreIsThereAsync(store, ct);
        foreach (var blob in bad)
        {
            if (await FaultAsync(store, blob, ct) is not { } fault) good.Add(blob);
            else await MarkAsync(blob, fault, run, ct);
        }

        var recovered = await mediator.Send(new NoteVerified.Command(good.ConvertAll(b => b.Id), good.ConvertAll(b => b.Key), since), ct);
        run.Count("verified", good.Count - recovered);
        run.Count("recovered", recovered);
    }

    private async Task MarkAsync(StoredBlob blob, string fault, JobRun run, CancellationToken ct)
    {
        if (await mediator.Send(new MarkDamaged.Command(blob.Id, blob.Key), ct) is not { } damage)
        {
            run.Count("changed", 1); // these bytes were on their way out
            return;
        }

        run.Count("damaged", 1);
        if (damage.IsNew) LogDamaged(blob.Key, fault, damage.Versions);
    }

    private async Task EnsureStoreIsThereAsync(IBlobStore store, CancellationToken ct)
    {
        await store.CheckAsync(ct);
        // An empty disk in the place of the right one passes that.
        var keys = await mediator.Send(new ListVerifiedKeys.Query(store.Name, Sample), ct);
        foreach (var text in keys)
        {
            if (!BlobKey.TryParse(text, out var key)) continue;
            await using var bytes = await store.OpenAsync(key, ct);
            if (bytes is not null) return;
        }

        if (keys.Count >= SampleThatTells) throw new IOException($"None of {keys.Count} blobs is in the store: is it the right disk?");
    }

    private static async Task<string?> FaultAsync(IBlobStore store, StoredBlob blob, CancellationToken ct)
    {
        if (!BlobKey.TryParse(blob.Key, out var key)) return "the key is none";
        try
        {
            return await store.FaultAsync(key, blob.Size, hash: true, ct);
        }
        catch (BlobStoreUnavailableException)
        {
            await store.CheckAsync(ct); // says what is missing of the store
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Blob {Key} is damaged ({Fault}). Versions with this content, such as {Versions}, are not given out until somebody uploads it again")]
    private partial void LogDamaged(string key, string fault, IReadOnlyList<long> versions);
}
