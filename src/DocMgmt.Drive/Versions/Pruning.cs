using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>Prunes wherever there is a policy: what happens between the messages.</summary>
public sealed class Pruning(IMediator mediator)
{
    /// <summary>Walks all trees with a policy once. Counts versions that were <c>pruned</c>.</summary>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        for (var after = 0L; await mediator.Send(new FindPolicies.Query(after, JobRun.Batch), ct) is { Count: > 0 } trees; after = trees[^1].FolderId)
        {
            foreach (var tree in trees) await WalkAsync(tree.Path, run, ct);
        }
    }

    private async Task WalkAsync(string top, JobRun run, CancellationToken ct)
    {
        for (var (path, name) = ((string?)top, (string?)""); path is not null; ct.ThrowIfCancellationRequested())
        {
            var window = await mediator.Send(new FindDoomed.Query(path, Subtrees.End(top), name, JobRun.Batch), ct);
            foreach (var folder in window.FolderIds.Zip(window.ItemIds).GroupBy(f => f.First, f => f.Second)) await PruneAsync(folder.Key, [.. folder], run, ct);
            (path, name) = (window.NextPath, window.NextName);
        }
    }

    // One folder that others are busy with does not end the run for all.
    private async Task PruneAsync(long folderId, long[] items, JobRun run, CancellationToken ct)
    {
        try
        {
            await run.RepeatAsync("pruned", batch => mediator.Send(new PruneVersions.Command(folderId, items, batch), ct), ct);
        }
        catch (Exception e) when ((e as Problem ?? DatabaseFaults.ProblemOf(e)) is { RetryAfter: not null })
        {
            run.Fail($"Folder {folderId} is left to the next run: {e.Message}");
        }
    }
}
