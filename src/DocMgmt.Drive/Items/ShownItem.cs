using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>The item that a command shows when it is done. What the caller may is read again with it: somebody may have taken it away since the command was admitted.</summary>
internal static class ShownItem
{
    /// <param name="needed">What the command needed to do what it did there.</param>
    /// <exception cref="Problem">404 or 403, and nothing was done: the caller may not any more.</exception>
    public static async Task<Item> ShowAsync(this Db db, long itemId, CancellationToken ct, Level needed = Level.Read) =>
        (await db.SingleOrDefaultAsync<Item>(ItemView.OfId, new { AccessId = itemId }, ct)).Shown(needed);

    /// <inheritdoc cref="ShowAsync"/>
    public static T Shown<T>(this T? item, Level needed = Level.Read)
        where T : Item
    {
        if (item is not { PermissionType: >= Level.Read }) throw Problems.NotFound;
        return item.PermissionType >= needed ? item : throw Problems.Forbidden;
    }
}
