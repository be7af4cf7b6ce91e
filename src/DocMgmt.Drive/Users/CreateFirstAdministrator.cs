using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>Makes the administrator of a new installation; answers null where there is one. Nodes that start together make one.</summary>
public static class CreateFirstAdministrator
{
    public sealed record Command(NewAccount Account) : ICommand<User?>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, User?>
    {
        public async Task<User?> Handle(Command command, CancellationToken ct)
        {
            await db.ExecuteAsync($"SELECT {LockStages.LockAdministrators}", null, ct);
            return await db.SingleAsync<bool>("SELECT EXISTS (SELECT 1 FROM users WHERE role = 'administrator')", null, ct)
                ? null
                : await command.Account.InsertAsync(db, ct);
        }
    }
}
