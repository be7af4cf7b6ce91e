using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>An administrator makes an account.</summary>
public static class CreateUser
{
    public sealed record Command(NewAccount Account) : ICommand<User>, IFingerprinted, IAudited<User>
    {
        public Access Access => Access.Administrator;
        public object Fingerprint => Account.Fingerprint;
        public AuditEntry Audit(User done) => new("create", null, new { user_id = done.Id });
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
