using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>Prunes wherever there is a policy: trees, their folders, windows of one folder's files, and batches of what is doomed in them.</summary>
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
        for (string? path = top[..^1]; path is not null; ct.ThrowIfCancellationRequested())
        {
            var window = await mediator.Send(new FindFolders.Query(path, Subtrees.End(top), JobRun.Batch), ct);
            foreach (var folder in window.FolderIds) await PruneAsync(folder, run, ct);
            path = window.NextPath;
        }
    }

    private async Task PruneAsync(long folderId, JobRun run, CancellationToken ct)
    {
        for (string? name = ""; name is not null; ct.ThrowIfCancellationRequested())
        {
            var window = await mediator.Send(new FindDoomed.Query(folderId, name, JobRun.Batch), ct);
            if (window.ItemIds.Length > 0) await PruneAsync(folderId, window.ItemIds, run, ct);
            name = window.NextName;
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
