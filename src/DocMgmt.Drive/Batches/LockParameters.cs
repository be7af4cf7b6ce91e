using DocMgmt.Drive.Copies;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Batches;

/// <summary>What the statements of <see cref="BatchLocks"/> take.</summary>
internal static class LockParameters
{
    /// <summary>What the operations name.</summary>
    public static object Named(IReadOnlyList<BatchOperation> operations)
    {
        var accesses = operations.SelectMany(o => o.Message is IMoving { Moved: var moved } ? [o.Message.Access, moved] : new[] { o.Message.Access }).ToList();
        long[] Ids(AccessKind? kind) => [.. accesses.Where(a => a.Id is not null && (kind is null || a.Kind == kind)).Select(a => a.Id!.Value).Distinct()];
        return new { Ids = Ids(null), RootsOf = Ids(AccessKind.RootOf), ParentsOf = Ids(AccessKind.ParentOfTrashed) };
    }

    /// <summary>What a plan locks.</summary>
    public static object Of(LockPlan plan) => new
    {
        plan.Stars,
        Drives = plan.Drives.ToArray(),
        Alone = plan.Drives.Select(plan.Alone.Contains).ToArray(),
        Subtrees = Highest(plan.Subtrees),
        Folders = plan.Folders.Union(plan.Names.Select(n => n.In)).ToArray(),
        Places = plan.Names.Select(n => n.In).Distinct().ToArray(),
        Items = plan.Items.ToArray(),
        NamedIn = plan.Names.Select(n => n.In).ToArray(),
        Names = plan.Names.Select(n => n.Name).ToArray(),
        Sources = plan.Sources.ToArray(),
        Leaving = plan.Leaving.ToArray(),
        TagDrives = plan.TagDrives.ToArray(),
        Tagged = plan.Tagged.ToArray(),
        TagIdsIn = plan.TagIds.Select(t => t.DriveId).ToArray(),
        TagIds = plan.TagIds.Select(t => t.Id).ToArray(),
        TagKeysIn = plan.TagKeys.Select(t => t.In).ToArray(),
        TagKeys = plan.TagKeys.Select(t => t.Name).ToArray(),
        CopyItem.AtOnce,
    };

    /// <summary>Without those that are below another one, which are looked through with that one.</summary>
    private static string[] Highest(IEnumerable<string> paths)
    {
        var highest = new List<string>();
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            if (highest.Count == 0 || !path.StartsWith(highest[^1], StringComparison.Ordinal)) highest.Add(path);
        }

        return [.. highest];
    }
}
