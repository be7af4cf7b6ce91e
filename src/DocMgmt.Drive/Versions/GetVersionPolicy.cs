using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>The policy that holds for a folder, its own or an inherited one.</summary>
public static class GetVersionPolicy
{
    public sealed record Query(long ItemId) : IQuery<VersionPolicy>, IAudited<VersionPolicy>
    {
        public Access Access => Access.ToFolder(ItemId, Level.Admin);
        public AuditEntry Audit(VersionPolicy done) => AuditEntry.Look(ItemId, new { what = "version_policy" });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, VersionPolicy>
    {
        public Task<VersionPolicy> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<VersionPolicy>(query, $"{Guard.Folder} SELECT {Guard.Columns}, {VersionPolicy.OfTarget}", ct);
    }
}
