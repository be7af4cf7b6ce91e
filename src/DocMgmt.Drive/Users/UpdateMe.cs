using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>Changes the caller's own profile.</summary>
public static class UpdateMe
{
    public sealed record Command(string? DisplayName) : ICommand<User>, IAudited<User>
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(User done) => new("update", null, new { display_name = done.DisplayName, old_display_name = done.Before?.DisplayName });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.DisplayName).NotNull().PersonName();
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, User>
    {
        public async Task<User> Handle(Command command, CancellationToken ct)
        {
            var before = await db.SingleAsync<User>($"SELECT {User.Columns} {User.From} WHERE u.id = @CallerId", null, ct);
            var done = await db.SingleAsync<User>($"""
                UPDATE users SET display_name = @DisplayName, updated_at = @Now WHERE id = @CallerId;
                SELECT {User.Columns} {User.From} WHERE u.id = @CallerId
                """, command, ct);
            done.Before = before;
            return done;
        }
    }
}
