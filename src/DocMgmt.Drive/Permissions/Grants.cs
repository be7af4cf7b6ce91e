using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using MediatR;

namespace DocMgmt.Drive.Permissions;

/// <summary>Granting for every head: whoever tries out e-mail addresses and ids, to learn which have accounts, does not get far.</summary>
public sealed class Grants(IMediator mediator, Throttle throttle, Caller caller)
{
    /// <exception cref="Problem">429 when the caller named ten unknown users within ten minutes; known ones never count.</exception>
    public async Task<Permission> GrantAsync(GrantPermission.Command command, CancellationToken ct)
    {
        if (command.GroupId is not null) return await mediator.Send(command, ct);
        using var attempt = await throttle.EnterAsync([$"grant:{caller.UserId}"], ct);
        try
        {
            return await mediator.Send(command, ct);
        }
        catch (Problem e) when (e.Code == Problems.UserUnknown.Code)
        {
            attempt.Fail();
            throw;
        }
    }
}
