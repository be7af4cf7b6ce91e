using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.ShareLinks;
using MediatR;

namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// Writes a command's event in the command's own transaction, after the rows that it tells of. What a visitor does counts with their link in the same
/// place: nothing is put into a folder that is not counted, and nothing is sent.
/// </summary>
internal sealed class AuditBehavior<TRequest, TResponse>(Db db, Caller caller, Admission admission) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (request is IAudited<TResponse> audited && audited.Audit(response) is { } entry)
        {
            if (caller.Visit is { } visit) db.AtCommit(VisitCount.Of(visit, ((ICounted)request).Counts, db.Now));
            db.AtCommit(EventRow.Of(entry, caller, admission.DriveId, db.Now).Insert());
        }

        return response;
    }
}

/// <summary>Hands a query's event (somebody read something) to the writer of reads. A visitor's reads are counted and written at once: <see cref="ShareLinks.CountVisit"/>.</summary>
internal sealed class ReadAuditBehavior<TRequest, TResponse>(ReadEvents events, Caller caller, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IQuery<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (caller.Visit is null && request is IAudited<TResponse> audited && audited.Audit(response) is { } entry)
            await events.WriteAsync(EventRow.Of(entry, caller, driveId: null, clock.UtcNow()), ct);
        if (request is IAuditedEach<TResponse> each)
            await Task.WhenAll(each.Audits(response).Select(one => events.WriteAsync(EventRow.Of(one, caller, driveId: null, clock.UtcNow()), ct).AsTask()));

        return response;
    }
}
