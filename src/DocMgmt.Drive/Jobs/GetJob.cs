using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>One job, for who asked for it; maintenance for every administrator.</summary>
public static class GetJob
{
    /// <summary>The condition under which user <c>u</c> may see and cancel job <c>j</c>.</summary>
    internal const string Visible = "(NOT j.maintenance AND j.user_id = u.id OR j.maintenance AND u.role = 'administrator')";

    public sealed record Query(long Id) : IQuery<Job>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Job>
    {
        public Task<Job> Handle(Query query, CancellationToken ct) => db.SingleAsync<Job>(query, $"""
            {Guard.SignedIn}
            SELECT {Guard.Columns}, {Job.Columns}, {Job.ShownItem}
            FROM target t
            JOIN users u ON u.id = t.id
            JOIN jobs j ON j.id = @Id AND {Visible}
            """, ct);
    }
}
