namespace DocMgmt.Drive.Doctor;

/// <summary>From rows to bytes, without being fooled by what goes on meanwhile: where bytes are missing, the row is read once more (README.md).</summary>
internal static class SecondLook
{
    /// <param name="page">The next rows after a key, in the keys' order.</param>
    /// <param name="first">A key before all others.</param>
    /// <param name="isThere">Looks for a row's bytes.</param>
    /// <param name="says">What is wrong where they are missing.</param>
    public static async Task<Examined> ExamineAsync<TRow, TKey>(
        Func<TKey, Task<List<TRow>>> page, TKey first, Func<TRow, TKey> key, Func<TRow, Task<bool>> isThere, Func<TRow, string> says, Look look)
    {
        var (faults, looked, after) = (new Faults(), 0L, first);
        while (await page(after) is { Count: > 0 } rows)
        {
            var missing = new List<TRow>();
            foreach (var row in rows)
            {
                if (!await isThere(row)) missing.Add(row);
                look.Done(++looked);
            }

            var again = missing.Count == 0 ? [] : await page(after);
            foreach (var row in missing.Intersect(again)) faults.Add(says(row));
            after = key(rows[^1]);
        }

        return faults.Of(looked);
    }
}
