using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using MediatR;

namespace DocMgmt.Drive.Pipeline;

/// <summary>Writes a command's event in the command's own transaction, after the rows that it tells of.</summary>
internal sealed class AuditBehavior<TRequest, TResponse>(Db db, Caller caller, Admission admission) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (request is IAudited<TResponse> audited && audited.Audit(response) is { } entry)
            db.AtCommit(EventRow.Of(entry, caller, admission.DriveId, db.Now).Insert());
        return response;
    }
}

/// <summary>Hands a query's event (somebody read something) to the writer of reads.</summary>
internal sealed class ReadAuditBehavior<TRequest, TResponse>(ReadEvents events, Caller caller, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IQuery<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (request is IAudited<TResponse> audited && audited.Audit(response) is { } entry)
            await events.WriteAsync(EventRow.Of(entry, caller, driveId: null, clock.UtcNow()), ct);
        return response;
    }
}
