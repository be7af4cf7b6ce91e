using MediatR;

namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// Judges If-Match of commands that have had the item's own row since before they were admitted. (Those that come to that row later, after the
/// rows of folders, judge it there: <see cref="Items.ItemRow"/>.)
/// </summary>
internal sealed class PreconditionBehavior<TRequest, TResponse>(Admission admission, Precondition precondition) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (request is ILocking { Locks: var locks } && locks.HasFlag(Locks.Item)) precondition.Judge(admission.Target.Revision);
        return next();
    }
}
