using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>Prunes wherever there is a policy: trees, their folders, windows of one folder's files, and batches of what is doomed in them.</summary>
public sealed class Pruning(IMediator mediator)
{
    /// <summary>
    /// Walks all trees with a policy once. Counts versions that were <c>pruned</c>. A folder or tree that fails for the moment is left to the next
    /// run; many folders in a row end their tree, as a drive that is busy makes them, and many trees in a row end the run.
    /// </summary>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var patience = new Patience(run, ct);
        for (var after = 0L; await mediator.Send(new FindPolicies.Query(after, JobRun.Batch), ct) is { Count: > 0 } trees; after = trees[^1].FolderId)
        {
            foreach (var tree in trees) await patience.TryAsync($"What is below folder {tree.FolderId}", () => WalkAsync(tree.Path, run, ct));
        }
    }

    private async Task WalkAsync(string top, JobRun run, CancellationToken ct)
    {
        var patience = new Patience(run, ct);
        for (string? path = top[..^1]; path is not null; ct.ThrowIfCancellationRequested())
        {
            var window = await mediator.Send(new FindFolders.Query(path, Subtrees.End(top), JobRun.Batch), ct);
            foreach (var folder in window.FolderIds) await patience.TryAsync($"Folder {folder}", () => PruneAsync(folder, run, ct));
            path = window.NextPath;
        }
    }

    private async Task PruneAsync(long folderId, JobRun run, CancellationToken ct)
    {
        for (string? name = ""; name is not null; ct.ThrowIfCancellationRequested())
        {
            var window = await mediator.Send(new FindDoomed.Query(folderId, name, JobRun.Batch), ct);
            if (window.ItemIds is { Length: > 0 } items)
                await run.RepeatAsync("pruned", batch => mediator.Send(new PruneVersions.Command(folderId, items, batch), ct), ct);
            name = window.NextName;
        }
    }
}
