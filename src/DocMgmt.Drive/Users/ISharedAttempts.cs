namespace DocMgmt.Drive.Users;

/// <summary>
/// The failures that all nodes count together, under the same rule as each counts its own (<see cref="Throttle"/>). It may be away: then nobody waits for it, and each node
/// has only its own count.
/// </summary>
public interface ISharedAttempts
{
    /// <summary>Takes a place under each key for an attempt, or one in the line; null when nobody knows, because it is away. Whoever asked leaves, whatever the answer was.</summary>
    /// <param name="attempt">Its name, unlike any other's.</param>
    Task<SharedVerdict?> EnterAsync(IReadOnlyList<string> keys, string attempt, DateTimeOffset now);

    /// <summary>Gives the places back; a failure counts. Nobody waits until that is done: the place is held until then.</summary>
    void Leave(IReadOnlyList<string> keys, string attempt, DateTimeOffset now, bool failed);
}

/// <param name="IsIn">It has its places.</param>
/// <param name="RefusedFor">How long from now none is free, because of failures; null: the places that are left are held by attempts that are being judged: ask again.</param>
public readonly record struct SharedVerdict(bool IsIn, TimeSpan? RefusedFor);
