using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>The item that a command shows when it is done. What the caller may is read again with it: somebody may have taken it away since the command was admitted.</summary>
internal static class ShownItem
{
    /// <exception cref="Problem">404, and nothing was done: the caller may not see it any more.</exception>
    public static async Task<Item> ShowAsync(this Db db, long itemId, CancellationToken ct) =>
        (await db.SingleOrDefaultAsync<Item>(ItemView.OfId, new { AccessId = itemId }, ct)).Shown();

    /// <inheritdoc cref="ShowAsync"/>
    public static T Shown<T>(this T? item)
        where T : Item => item is { PermissionType: >= Level.Read } ? item : throw Problems.NotFound;
}
