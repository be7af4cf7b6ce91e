using MediatR;

namespace DocMgmt.Drive.Pipeline;

/// <summary>Refuses who is of the wrong kind, without asking the database: nobody where a user is needed, anybody where only the service may.</summary>
internal sealed class CallerBehavior<TRequest, TResponse>(Caller caller) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IMessage, IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var access = request.Access;
        if (access.NeedsUser && caller.UserId is null) throw Problems.NotSignedIn;
        if (access.Kind == AccessKind.Job && !caller.IsJob) throw Problems.NotFound;
        if (access.Kind == AccessKind.SignedUrl && !caller.HasSignedUrl) throw Problems.BadUploadUrl;
        return next();
    }
}
