using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>A request that names a user whom the caller need not know: its answer tells whether there is one.</summary>
public interface INamesUser
{
    /// <summary>False where, this time, it names something else.</summary>
    bool NamesUser { get; }
}

/// <summary>Whoever tries out ids or e-mail addresses, to learn which have accounts, is refused for a while after ten that have none; the others never count.</summary>
internal sealed class GuessBehavior<TRequest, TResponse>(Throttle throttle, Caller caller) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : INamesUser, IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (!request.NamesUser) return await next();
        using var attempt = await throttle.EnterAsync([$"guess:{caller.UserId}"], ct);
        try
        {
            return await next();
        }
        catch (Problem e) when (e.Code == Problems.UserUnknown.Code)
        {
            attempt.Fail();
            throw;
        }
    }
}
