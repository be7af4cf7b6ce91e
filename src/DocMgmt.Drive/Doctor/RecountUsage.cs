using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>
/// Counts anew what a drive uses. Exact while others write: whoever adds or removes versions changes this row, relatively, in the same transaction.
/// Under the row's lock they have either committed, and the next statement sees their versions, or they have not changed the row yet.
/// </summary>
internal static class RecountUsage
{
    /// <summary>Of the next drive only: adding up its versions keeps those who commit into it waiting.</summary>
    public sealed record Command(long After) : ICommand<Batch>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Batch>
    {
        public async Task<Batch> Handle(Command command, CancellationToken ct)
        {
            var id = await db.SingleOrDefaultAsync<long?>("SELECT id FROM drives WHERE id > @After ORDER BY id LIMIT 1 FOR NO KEY UPDATE", command, ct);
            var changed = id is null ? 0 : await db.ExecuteAsync("""
                UPDATE drives d SET used_bytes = v.bytes
                FROM (SELECT CAST(COALESCE(sum(size_bytes), 0) AS bigint) AS bytes FROM versions WHERE drive_id = @Id) v
                WHERE d.id = @Id AND d.used_bytes <> v.bytes
                """, new { Id = id }, ct);
            return new(changed, id);
        }
    }
}
