using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>One item, by its id.</summary>
public static class GetItem
{
    public sealed record Query(long ItemId) : IQuery<Item>, IAudited<Item>, IOpenToVisitors
    {
        public Access Access => Access.To(ItemId, Level.Read);
        public AuditEntry Audit(Item done) => new("read", ItemId);
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Item>
    {
        public Task<Item> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<Item>(query, $"{Guard.Item} SELECT {Guard.Columns}, {ItemView.TargetColumns} {ItemView.FromTarget}", ct);
    }
}
