using DocMgmt.Drive.Items;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;

namespace DocMgmt.Drive.Transfers;

/// <summary>What an owner offers to make somebody else's own. Whoever is offered something they may not read learns no more of it than this.</summary>
/// <param name="SizeBytes">What it takes of a quota, all versions; null where counting would take too long.</param>
/// <param name="KeepAccess">What the former owner keeps on it; null: nothing.</param>
/// <param name="ExpiresAt">From then on it counts no more.</param>
public sealed record Offer(
    long ItemId, string ItemName, ItemType Type, Person From, Person To, long? SizeBytes, GrantLevel? KeepAccess, DateTime CreatedAt, DateTime ExpiresAt) : IAboutItem
{
    /// <summary>How many one user can have open, so that nobody drowns other people's offers in a recipient's list. Not an exact bound: two who are made at once may both get through.</summary>
    internal const int MostOpen = 100;

    internal static readonly TimeSpan Life = TimeSpan.FromDays(14);
}
