using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>Lets an administrator examine the whole system.</summary>
public static class ExamineSystem
{
    public sealed record Query(bool Deep) : IQuery<DoctorReport>, IAudited<DoctorReport>
    {
        public Access Access => Access.Administrator;
        public AuditEntry Audit(DoctorReport done) => AuditEntry.Look(null, new { what = "doctor" });
    }

    internal sealed class Handler(GuardedDb db, Examiner examiner) : IRequestHandler<Query, DoctorReport>
    {
        public async Task<DoctorReport> Handle(Query query, CancellationToken ct)
        {
            await db.SingleAsync<bool>(query, $"{Guard.Administrator} SELECT {Guard.Columns}, true AS may FROM target t", ct);
            return await examiner.ExamineAsync(query.Deep, _ => { }, ct);
        }
    }
}
