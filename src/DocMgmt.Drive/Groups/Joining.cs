using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>Taking people into groups for every head: whoever tries out addresses or ids, to learn which have accounts, does not get far.</summary>
public sealed class Joining(IMediator mediator, Throttle throttle, Caller caller)
{
    /// <exception cref="Problem">429 when the caller named ten unknown users within ten minutes; known ones never count.</exception>
    public async Task<Member> AddAsync(AddMember.Command command, CancellationToken ct)
    {
        using var attempt = await throttle.EnterAsync([$"member:{caller.UserId}"], ct);
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
