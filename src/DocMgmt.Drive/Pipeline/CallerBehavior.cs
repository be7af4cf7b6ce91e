using MediatR;

namespace DocMgmt.Drive.Pipeline;

/// <summary>Refuses who is of the wrong kind, without asking the database: nobody where a user is needed, a visitor where no link opens it, anybody where only the service may.</summary>
internal sealed class CallerBehavior<TRequest, TResponse>(Caller caller) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IMessage, IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var access = request.Access;
        if (access.NeedsUser && caller.UserId is null && !IsOpen(request)) throw Problems.NotSignedIn;
        if (access.Kind == AccessKind.Visitor && caller.Visit is null) throw Problems.NotFound;
        if (access.Kind == AccessKind.Job && !caller.IsJob) throw Problems.NotFound;
        if (access.Kind == AccessKind.SignedUrl && !caller.HasSignedUrl) throw Problems.BadUploadUrl;
        return next();
    }

    private bool IsOpen(TRequest request) => request is IOpenToVisitors { Opened: var level } && caller.Visit?.Level == level;
}
