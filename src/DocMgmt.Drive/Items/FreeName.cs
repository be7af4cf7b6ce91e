using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using Npgsql;

namespace DocMgmt.Drive.Items;

/// <summary>Finds the next free "name (n).ext" in a folder, also while others look for theirs.</summary>
internal sealed class FreeName(Db db)
{
    private const int FirstCandidates = 64;
    private const int MostCandidates = 8_192;

    /// <summary>
    /// Calls <paramref name="write"/> with the wanted name or, as long as that breaks <c>item_name_taken</c>, with the next one that looks free;
    /// each try is under a savepoint.
    /// </summary>
    /// <param name="looksFirst">Whether to look before the first try, too: then it takes the same time whether the wanted name is free or not.</param>
    public async Task<T> FindAsync<T>(long parentId, string wanted, bool isFolder, Func<string, Task<T>> write, CancellationToken ct, bool looksFirst = false)
    {
        for (var (name, number) = looksFirst ? await NextAsync(parentId, wanted, isFolder, -1, ct) : (wanted, 0); ;)
        {
            await db.ExecuteAsync("SAVEPOINT free_name", null, ct);
            try
            {
                return await write(name);
            }
            catch (PostgresException e) when (Problems.OfConstraint(e.ConstraintName)?.Code == Problems.ItemNameTaken.Code)
            {
                await db.ExecuteAsync("ROLLBACK TO SAVEPOINT free_name", null, ct);
            }

            (name, number) = await NextAsync(parentId, wanted, isFolder, number, ct);
        }
    }

    private async Task<(string Name, int Number)> NextAsync(long parentId, string wanted, bool isFolder, int last, CancellationToken ct)
    {
        for (var candidates = FirstCandidates; ; candidates = Math.Min(candidates * 4, MostCandidates))
        {
            var names = Enumerable.Range(last + 1, candidates).Select(n => n == 0 ? wanted : ItemName.Numbered(wanted, n, isFolder)).ToArray();
            var taken = (await db.ListAsync<string>(
                "SELECT name FROM items WHERE parent_id = @ParentId AND name = ANY (@Names) AND trashed_at IS NULL",
                new { ParentId = parentId, Names = names }, ct)).ToHashSet(StringComparer.Ordinal);
            var free = Array.FindIndex(names, n => !taken.Contains(n));
            if (free >= 0) return (names[free], last + 1 + free);
            last += candidates;
        }
    }
}
