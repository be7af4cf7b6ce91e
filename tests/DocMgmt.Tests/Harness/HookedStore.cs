using System.Runtime.CompilerServices;
using DocMgmt.Api.Hosting;
using DocMgmt.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Harness;

/// <summary>The real store, with a place between its steps where a test can fail, wait or do something else first.</summary>
internal sealed class HookedStore(IBlobStore store) : IBlobStore, IDisposable
{
    public string Name => store.Name;
    public IPieceStore Pieces => new AgedPieces(this, store.Pieces);

    /// <summary>Called before each publishing.</summary>
    public Func<BlobKey, Task> Publishing { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called after each publishing.</summary>
    public Func<BlobKey, Task> Published { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before each removal of a staging name.</summary>
    public Func<BlobKey, Task> Unstaging { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before staged bytes are given up.</summary>
    public Func<BlobKey, Task> Discarding { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before bytes are deleted.</summary>
    public Func<BlobKey, Task> Deleting { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called after each staging.</summary>
    public Func<StagedBlob, Task> Staged { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called for each published object before it is listed.</summary>
    public Func<BlobObject, Task> Listing { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before each question for a length, and after it was answered.</summary>
    public Func<BlobKey, Task> Measuring { get; set; } = _ => Task.CompletedTask;

    /// <inheritdoc cref="Measuring"/>
    public Func<BlobKey, Task> Measured { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before each question for a staging name.</summary>
    public Func<BlobKey, Task> LookingForStaged { get; set; } = _ => Task.CompletedTask;
    /// <summary>Called before bytes are opened.</summary>
    public Func<BlobKey, CancellationToken, Task> Opening { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Takes what was opened; what it returns is read instead.</summary>
    public Func<Stream, Stream> Opened { get; set; } = bytes => bytes;

    /// <summary>What was staged before that time passes for old.</summary>
    public DateTime? StagedBefore { get; set; }

    /// <summary>For <see cref="Api.StartAsync(Action{IServiceCollection}, string[])"/>.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton<IBlobStore>(provider =>
        new HookedStore(Stores.Current(provider.GetRequiredService<Settings>())));

    public static HookedStore Of(TestService service) => (HookedStore)service.Services.GetRequiredService<IBlobStore>();

    public Task PrepareAsync(CancellationToken ct) => store.PrepareAsync(ct);

    public async Task<StagedBlob> StageAsync(Stream content, long maxLength, CancellationToken ct)
    {
        var staged = await store.StageAsync(content, maxLength, ct);
        await Staged(staged);
        return staged;
    }

    public async Task<bool> PublishAsync(BlobKey key, CancellationToken ct)
    {
        await Publishing(key);
        var done = await store.PublishAsync(key, ct);
        await Published(key);
        return done;
    }

    public async Task UnstageAsync(BlobKey key, CancellationToken ct)
    {
        await Unstaging(key);
        await store.UnstageAsync(key, ct);
    }

    public async Task DiscardAsync(BlobKey key, CancellationToken ct)
    {
        await Discarding(key);
        await store.DiscardAsync(key, ct);
    }

    public async Task DeleteAsync(BlobKey key, CancellationToken ct)
    {
        await Deleting(key);
        await store.DeleteAsync(key, ct);
    }

    public async Task<long?> LengthAsync(BlobKey key, CancellationToken ct)
    {
        await Measuring(key);
        var length = await store.LengthAsync(key, ct);
        await Measured(key);
        return length;
    }

    public async Task<bool> IsStagedAsync(BlobKey key, CancellationToken ct)
    {
        await LookingForStaged(key);
        return await store.IsStagedAsync(key, ct);
    }

    public async IAsyncEnumerable<BlobObject> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var found in store.ListAsync(ct))
        {
            await Listing(found);
            yield return found;
        }
    }

    public async Task<Stream?> OpenAsync(BlobKey key, CancellationToken ct)
    {
        await Opening(key, ct);
        return await store.OpenAsync(key, ct) is { } bytes ? Opened(bytes) : null;
    }

    public IAsyncEnumerable<BlobKey> ListStagedAsync(DateTime olderThan, CancellationToken ct) => store.ListStagedAsync(Later(olderThan), ct);
    public Task<int> DeletePartialAsync(DateTime olderThan, CancellationToken ct) => store.DeletePartialAsync(Later(olderThan), ct);
    public Task CheckAsync(CancellationToken ct) => store.CheckAsync(ct);
    private DateTime Later(DateTime time) => StagedBefore > time ? StagedBefore.Value : time;
    public void Dispose() => (store as IDisposable)?.Dispose();

    private sealed class AgedPieces(HookedStore hooks, IPieceStore pieces) : IPieceStore
    {
        public Task<Piece> WriteAsync(Stream content, long maxLength, CancellationToken ct) => pieces.WriteAsync(content, maxLength, ct);
        public Task<Stream?> OpenAsync(string name, CancellationToken ct) => pieces.OpenAsync(name, ct);
        public Task DeleteAsync(string name, CancellationToken ct) => pieces.DeleteAsync(name, ct);
        public IAsyncEnumerable<string> ListAsync(DateTime olderThan, CancellationToken ct) => pieces.ListAsync(hooks.StagedBefore ?? olderThan, ct);
    }
}
