using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Usage;

/// <summary>What was counted last of the caller's drive or, for administrators, of all.</summary>
public static class FindUsage
{
    public sealed record Query(bool OfAll) : IQuery<Counted?>, IAudited<Counted?>
    {
        public Access Access => OfAll ? Access.Administrator : Access.SignedIn;

        // What a user's own drive holds is nothing that anybody else would ask who saw it.
        public AuditEntry? Audit(Counted? done) => OfAll ? AuditEntry.Look(null, new { what = "usage" }) : null;
    }

    /// <param name="IsFresh">Whether counting again would tell nothing that is worth the time it takes.</param>
    public sealed record Counted(string Report, DateTime AsOf, bool IsFresh);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Counted?>
    {
        public Task<Counted?> Handle(Query query, CancellationToken ct) => query.OfAll
            ? db.SingleOrDefaultAsync<Counted>(query, $"{Guard.Administrator} SELECT {Guard.Columns}, {Columns} FROM target t LEFT JOIN usage_reports r ON r.drive_id = 0", ct, Terms)
            : db.SingleOrDefaultAsync<Counted>(query, $"""
                {Guard.SignedIn} SELECT {Guard.Columns}, {Columns} FROM target t JOIN drives d ON d.owner_id = t.id AND d.kind = 'user' LEFT JOIN usage_reports r ON r.drive_id = d.id
                """, ct, Terms);
    }

    /// <summary>Counting takes no more than a fiftieth of the time.</summary>
    internal static readonly object Terms = new { Rest = 50 };

    internal const string Columns = "CAST(r.report AS text) AS report, r.as_of, r.as_of + r.took_ms * @Rest * interval '1 millisecond' > @Now AND r.as_of <= @Now AS is_fresh";
}
