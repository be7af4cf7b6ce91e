using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>
/// Whatever lies in the store is known: to a blob, to what is to be deleted, or by its staging name to an upload under way. The order of the
/// questions is what makes it safe to ask while others write; README.md shows why.
/// </summary>
internal sealed class UnknownObjectsCheck(IMediator mediator, BlobStores stores) : IMending
{
    public string Name => "unknown_objects";

    public async Task<Examined> ExamineAsync(Look look, CancellationToken ct)
    {
        var (faults, looked) = (new Faults(), 0L);
        await foreach (var (store, batch) in ListAsync(ct))
        {
            foreach (var strange in batch.Where(o => o.Key is null)) faults.Add($"{strange.Name}: this is no key, and never deleted");
            foreach (var key in await FindUnknownAsync(store, batch, ct)) faults.Add($"{key}: nothing refers to it");
            look.Done(looked += batch.Length);
        }

        return faults.Of(looked);
    }

    public async Task<long> MendAsync(Look look, CancellationToken ct)
    {
        var (mended, looked) = (0L, 0L);
        await foreach (var (store, batch) in ListAsync(ct))
        {
            if (await FindUnknownAsync(store, batch, ct) is { Count: > 0 } unknown) mended += await mediator.Send(new CondemnObjects.Command(store.Name, unknown), ct);
            look.Done(looked += batch.Length);
        }

        return mended;
    }

    private async IAsyncEnumerable<(IBlobStore Store, BlobObject[] Batch)> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var store in stores.All)
        {
            await foreach (var batch in store.ListAsync(ct).Chunk(Batch.Size).WithCancellation(ct)) yield return (store, batch);
        }
    }

    private async Task<List<string>> FindUnknownAsync(IBlobStore store, BlobObject[] listed, CancellationToken ct)
    {
        var unknown = await WithoutKnownAsync(store, [.. listed.Select(o => o.Key).OfType<BlobKey>()], ct);
        unknown = await WhereAsync(unknown, async key => !await store.IsStagedAsync(key, ct));
        unknown = await WithoutKnownAsync(store, unknown, ct);
        unknown = await WhereAsync(unknown, async key => await store.LengthAsync(key, ct) is not null);
        return [.. unknown.Select(key => key.ToString())];
    }

    private async Task<List<BlobKey>> WithoutKnownAsync(IBlobStore store, List<BlobKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return keys;
        var known = await mediator.Send(new FindKnownKeys.Query(store.Name, [.. keys.Select(k => k.ToString())]), ct);
        return [.. keys.Where(k => !known.Contains(k.ToString()))];
    }

    private static async Task<List<BlobKey>> WhereAsync(List<BlobKey> keys, Func<BlobKey, Task<bool>> condition)
    {
        var left = new List<BlobKey>();
        foreach (var key in keys)
        {
            if (await condition(key)) left.Add(key);
        }

        return left;
    }
}
