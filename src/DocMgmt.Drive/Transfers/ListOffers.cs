using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Transfers;

/// <summary>The open offers that were made to the caller, and those that the caller made; the last first.</summary>
public static class ListOffers
{
    public sealed record Query : IQuery<IReadOnlyList<Offer>>, IAudited<IReadOnlyList<Offer>>
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(IReadOnlyList<Offer> done) => AuditEntry.Look(null, new { what = "transfers" });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<Offer>>
    {
        private const int Most = 1_000;

        // Each folder may be as large as OfferRow.MostCounted allows.
        private const int MostFoldersCounted = 10;

        public async Task<IReadOnlyList<Offer>> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<OfferRow>(query, $"""
                {Guard.SignedIn},
                listed AS MATERIALIZED (
                    {OfferRow.Open} AND (o.user_id = @CallerId OR o.offered_by = @CallerId) ORDER BY o.created_at DESC, o.item_id DESC LIMIT @Most
                ),
                counted AS (
                    SELECT l.*, count(*) FILTER (WHERE l.type = 'folder') OVER (ORDER BY l.created_at DESC, l.item_id DESC) AS folders FROM listed l
                )
                SELECT {Guard.Columns}, {OfferRow.Columns}, CASE WHEN x.type = 'file' OR x.folders <= @MostFoldersCounted THEN {OfferRow.Size} END AS size_bytes
                FROM target t
                LEFT JOIN counted x ON true
                {OfferRow.Names}
                ORDER BY x.created_at DESC, x.item_id DESC
                """, ct, new { Most, MostFoldersCounted, OfferRow.MostCounted });
            return [.. rows.Select(row => row.Shown)];
        }
    }
}
