using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>Somebody makes an account of their own, where that is open.</summary>
public static class RegisterUser
{
    public sealed record Command(NewAccount Account) : ICommand<User>, IAudited<User>
    {
        public Access Access => Access.Anyone;
        public AuditEntry Audit(User done) => new("create", null, new { user_id = done.Id }, done.Id);
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Account).SetValidator(new NewAccount.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, User>
    {
        public Task<User> Handle(Command command, CancellationToken ct) => command.Account.InsertAsync(db, ct);
    }
}
