using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Trash;
using Npgsql;

namespace DocMgmt.Drive.Items;

/// <summary>Puts a thing under a name into the folder that the command was admitted to.</summary>
internal sealed class Placing(Db db, Admission admission, FreeName free, Caller caller)
{
    // Others may take the name between its becoming free and our taking it.
    private const int Attempts = 5;

    private sealed record Replaced(long Id, long DriveId);

    /// <param name="write">Writes the thing under the name it is given; breaks <c>item_name_taken</c> where that is taken.</param>
    /// <exception cref="Problem">409 <c>item_name_taken</c>, as a broken constraint.</exception>
    public Task<T> PutAsync<T>(string name, bool isFolder, NameConflict? onConflict, Func<string, Task<T>> write, CancellationToken ct) => onConflict switch
    {
        NameConflict.Rename => free.FindAsync(admission.Target.Id, name, isFolder, write, ct),
        NameConflict.Replace => ReplaceAsync(name, write, ct),
        _ => write(name),
    };

    private async Task<T> ReplaceAsync<T>(string name, Func<string, Task<T>> write, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var replaced = await db.SingleOrDefaultAsync<Replaced>($"""
                UPDATE items SET {TrashItem.Marks}
                WHERE parent_id = @ParentId AND name = @Name AND trashed_at IS NULL AND type = 'file'
                RETURNING id, drive_id;
                SAVEPOINT replace_name
                """, new { ParentId = admission.Target.Id, name }, ct);
            if (replaced is not null) db.AtCommit(EventRow.Of(new("delete", replaced.Id, new { name, replaced = true }), caller, replaced.DriveId, db.Now).Insert());
            try
            {
                return await write(name);
            }
            catch (PostgresException e) when (attempt < Attempts && Problems.OfConstraint(e.ConstraintName)?.Code == Problems.ItemNameTaken.Code)
            {
                await db.ExecuteAsync("ROLLBACK TO SAVEPOINT replace_name", null, ct);
            }
        }
    }
}
